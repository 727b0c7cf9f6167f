import { createServer, type IncomingMessage } from "node:http";
import { type Form, field, readForm } from "../../carriers/twiml/read-form.ts";
import { verifyHmacSignature } from "../../carriers/twiml/verify-hmac-signature.ts";
import type { E164 } from "../../routing/values.ts";
import { openDatabase } from "../../store/open-database.ts";
import { readFactsOfMany } from "../../store/read-facts.ts";
import { rememberAccounts } from "../../store/remember-accounts.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import { announce } from "./announce.ts";

/**
 * (b) The least that an honest arrival can cost: the signature, one named SELECT of the same facts, and
 * one durable row of about a kilobyte under a primary key. No decision, no state, no script.
 */
const { pool } = openDatabase({ url: process.env.DATABASE_URL ?? "" }, { max: 20 });
await pool.query("CREATE TABLE IF NOT EXISTS bare_arrival (id text PRIMARY KEY, data jsonb NOT NULL)");
const { rows } = await pool.query<{ id: string; token: string }>(
  "SELECT id, auth_token AS token FROM carrier",
);
const accounts = rememberAccounts();
const tokens = new Map(rows.map((row) => [row.id, row.token]));

announce(
  createServer(async (request, response) => {
    const form = readForm(await readBody(request));
    if (!isProven(request, form)) {
      response.writeHead(403).end();
      return;
    }
    try {
      const document = await answer(form);
      response.writeHead(200, {
        "content-type": "text/xml; charset=utf-8",
        "content-length": Buffer.byteLength(document),
      });
      response.end(document);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  }),
);

function isProven(request: IncomingMessage, form: Form): boolean {
  const target = request.url ?? "";
  const token = tokens.get(target.split("/")[3] ?? "");
  const signature = request.headers["x-twilio-signature"];
  if (token === undefined || typeof signature !== "string") return false;
  return verifyHmacSignature([token], signature, PUBLIC_URL + target, form) === "whole";
}

async function answer(form: Form): Promise<string> {
  const call = { from: field(form, "From") as E164, to: field(form, "To") as E164, at: Date.now() };
  const [found] = await readFactsOfMany(pool, accounts, [call]);
  const phone = found?.facts.lead?.user?.phone ?? found?.facts.number.user?.phone;
  const document = `<?xml version="1.0" encoding="UTF-8"?><Response><Dial timeout="15">${phone?.phone}</Dial></Response>`;
  const data = { account: found?.accountId, document, form: Object.fromEntries(form) };
  await pool.query({
    name: "insert-arrival",
    text: "INSERT INTO bare_arrival (id, data) VALUES ($1, $2)",
    values: [field(form, "CallSid"), JSON.stringify(data)],
  });
  return document;
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
  });
}
