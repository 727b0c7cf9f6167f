import type { CallRecord } from "../calls/call-record.ts";
import { QUIET_MS } from "../calls/sweep-calls.ts";
import { askCarrier } from "../carriers/ask-carrier.ts";
import { browserCallingOf } from "../carriers/twiml/browser-calling.ts";
import type { Database } from "../store/open-database.ts";
import { readKnownLegs, readQuietOutbound } from "../store/outbound/read-quiet-outbound.ts";
import type { CallOrder } from "./judge-order.ts";
import {
  endOutboundCall,
  type OutboundParts,
  type Started,
  startOutboundCall,
} from "./start-outbound-call.ts";
import { sweepOutbound } from "./sweep-outbound.ts";

/** Calls that staff members make from here, as one node makes them. */
export type OutboundCalls = {
  start(order: CallOrder): Promise<Started>;
  /** Ends a call by hand. Throws CarrierError where the carrier won't. */
  end(record: CallRecord, who: string): Promise<void>;
  /** Whether calls can be made from the browser: with a number of the account, or of any where none is named. */
  browserCalling(accountId?: string): boolean;
  /** Ends those whose last event never came; gives how many. */
  sweep(): Promise<number>;
};

/** Opens them over a node's book of calls. */
export function openOutbound(parts: Omit<OutboundParts, "database"> & { database: Database }): OutboundCalls {
  const { database, book, carrier, send, now } = parts;
  return {
    start: (order) => startOutboundCall(parts, order),
    end: (record, who) => endOutboundCall(parts, record, who),
    browserCalling: (accountId) =>
      [...parts.carriers()].some(
        (one) => (accountId === undefined || one.accountId === accountId) && browserCallingOf(one) !== null,
      ),
    sweep: async () =>
      sweepOutbound({
        quiet: await readQuietOutbound(database.pool, { now: now(), quietMs: QUIET_MS }),
        book,
        carrier,
        askCarrier: (connection, id) => askCarrier(connection, id, send),
        readKnown: ({ script }, ids) =>
          readKnownLegs(database.pool, {
            accountId: script.accountId,
            since: script.startedAt - QUIET_MS,
            ids,
          }),
        send,
        now,
      }),
  };
}
