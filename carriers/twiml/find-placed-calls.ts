import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { accountPath, askRest, extension, type Send } from "./ask-rest.ts";

const calls = z.object({
  calls: z.array(
    z.object({
      sid: z.string().optional(),
      call_sid: z.string().optional(),
      to: z.string().nullish(),
      from: z.string().nullish(),
      direction: z.string().nullish(),
      date_created: z.string().nullish(),
    }),
  ),
});

/** Our clock and the carrier's may differ, and theirs shows whole seconds. */
const CLOCKS_MS = 30_000;
/** The newest calls between two phones; ours is among them, if anywhere. */
const LOOKED_AT = 50;

/**
 * The carrier's ids of calls that were placed over its API from one phone to another since a moment, the newest first: for
 * an order of which nobody knows any more whether the carrier took it. Throws CarrierError.
 */
export async function findPlacedCalls(
  connection: CarrierConnection,
  { from, to, since }: { from: string; to: string; since: number },
  send: Send = fetch,
): Promise<string[]> {
  // Not by date: the list's filter goes by when a call was answered, which one that rings has not been.
  const query = new URLSearchParams({ To: to, From: from, PageSize: String(LOOKED_AT) });
  const path = `${accountPath(connection)}/Calls${extension(connection)}?${query}`;
  const found = calls.parse(await askRest(connection, path, send)).calls;
  return found
    .filter((one) => one.direction !== "inbound" && one.to === to && one.from === from)
    .filter((one) => !(Date.parse(one.date_created ?? "") < since - CLOCKS_MS))
    .flatMap(({ sid, call_sid: id }) => sid ?? id ?? []);
}
