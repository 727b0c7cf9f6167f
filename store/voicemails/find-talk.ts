import type { Database } from "../open-database.ts";

export type KeptTalk = NonNullable<Awaited<ReturnType<typeof findTalk>>>;

/** The recording of a call's talk; null where there is none. Whether the call may be seen is asked before. */
export async function findTalk({ query }: Database, accountId: string, callId: string) {
  const row = await query
    .selectFrom("call_recording as v")
    .select(RECORDING_COLUMNS)
    .select("v.left_at as endedAt")
    .where("v.account_id", "=", accountId)
    .where("v.call_id", "=", callId)
    .executeTakeFirst();
  return row ?? null;
}

/** What is told of every recording, of a message (`voicemail as v`) as of a talk. */
export const RECORDING_COLUMNS = [
  "v.seconds",
  "v.fetch_state as fetchState",
  "v.tries",
  "v.next_try_at as nextTryAt",
  "v.error",
  "v.bytes",
  "v.content_type as contentType",
  "v.place",
  "v.carrier_copy as carrierCopy",
  "v.transcript_state as transcriptState",
  "v.transcript",
] as const;
