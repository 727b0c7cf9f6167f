import { keepCalls } from "../../calls/keep-calls.ts";
import type { Spool } from "../../calls/ports.ts";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import { keepCallRows } from "../../store/keep-call-rows.ts";
import type { Database } from "../../store/open-database.ts";
import { openOutbound } from "../open-outbound.ts";

/** A database that is there all the time needs no spool. */
const NO_SPOOL: Spool = {
  append: () => Promise.reject(new Error("nothing is spooled here")),
  waiting: false,
  read: () => [],
  drain: async () => 0,
};

/** Calls from here for an API under test, over its database and one account's connection. */
export function openTestOutbound(parts: {
  database: Database;
  connection: CarrierConnection | null;
  send: typeof fetch;
  now: () => number;
}) {
  const { database, connection, send, now } = parts;
  const fail = (error: unknown) => {
    throw error;
  };
  return openOutbound({
    database,
    book: keepCalls({ store: keepCallRows(database.pool), spool: NO_SPOOL, onLost: fail }),
    secret: () => Buffer.alloc(32),
    carrier: (id) => (connection?.id === id ? connection : undefined),
    carriers: () => (connection === null ? [] : [connection]),
    publicUrl: "https://calls.acme.test",
    send,
    now,
    onError: () => {},
  });
}
