import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { openConnection, takeAnswer } from "./connection.ts";

test("an answer is taken when all of it is there", () => {
  const whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  for (let length = 0; length < whole.length; length += 1) {
    expect(takeAnswer(whole.slice(0, length))).toBeNull();
  }
  expect(takeAnswer(whole)).toEqual({ status: 200, body: "hello", closes: false });
});

test("one connection carries many requests, and says when the server has ended it", async () => {
  const server = createServer((request, response) => {
    const last = request.url === "/last";
    response.writeHead(200, { "content-length": 2, ...(last ? { connection: "close" } : {}) }).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const connection = await openConnection(address.port);
  const get = (path: string) => connection.send(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`);
  for (let count = 0; count < 3; count += 1)
    expect(await get("/")).toMatchObject({ status: 200, body: "ok" });
  expect(connection.open).toBe(true);
  await get("/last");
  expect(connection.open).toBe(false);
});
