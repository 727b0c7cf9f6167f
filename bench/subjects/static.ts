import { createServer } from "node:http";
import { announce } from "./announce.ts";

/** (a) What Node's HTTP server can do at all: it answers before it has looked at anything. */
const DOCUMENT = Buffer.from(
  `<?xml version="1.0" encoding="UTF-8"?><Response><Dial timeout="15">${"+17732000000".repeat(20)}</Dial></Response>`,
);

announce(
  createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, {
        "content-type": "text/xml; charset=utf-8",
        "content-length": DOCUMENT.length,
      });
      response.end(DOCUMENT);
    });
  }),
);
