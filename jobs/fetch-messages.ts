import type { Task } from "graphile-worker";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Database } from "../store/open-database.ts";
import type { Schema } from "../store/schema.ts";
import { listDueMessages, type MessageKey } from "../store/voicemails/keep-voicemails.ts";
import { RECORDING_KINDS } from "../voicemail/voicemail-states.ts";
import type { JobLog } from "./job-log.ts";
import { type MessageWork, takeInMessage } from "./take-in-message.ts";

const payloadSchema = z.object({
  accountId: z.string(),
  callId: z.string(),
  /** Jobs from before talks were recorded have none. */
  kind: z.enum(RECORDING_KINDS).default("message"),
});

/** The message itself knows how often it was tried (store/voicemails); the job only runs once. */
const TRIES = 1;
/** Found at a time by the periodic look. */
const RESCUED = 200;

/** The job that fetches the recording of a message, and looks after it until it is kept. */
export function fetchMessages(database: Database, work: MessageWork, log: JobLog): Task {
  return async (payload, { abortSignal }) => {
    const key = payloadSchema.parse(payload);
    const againIn = await takeInMessage(database, key, work, {
      stop: abortSignal,
      onBroken: (error) => log.error({ err: error, ...key }, "The recording of a message could not be kept"),
    });
    if (againIn !== null && !abortSignal.aborted) await addMessageJob(database.query, key, againIn);
  };
}

/** Has a message taken in by whichever process is free, at once or after so many seconds. */
export async function addMessageJob(db: Kysely<Schema>, key: MessageKey, after = 0): Promise<void> {
  const { accountId, callId, kind = "message" } = key;
  await sql`SELECT graphile_worker.add_job('fetchMessage', ${JSON.stringify({ accountId, callId, kind })}::json,
    max_attempts => ${TRIES}, job_key => ${`${kind}-${accountId}-${callId}`},
    run_at => now() + make_interval(secs => ${after}::float8))`.execute(db);
}

/** Takes up messages whose job was lost, or never made: with the database away, or where a process was killed. */
export async function rescueMessages({ query }: Database): Promise<void> {
  for (const due of await listDueMessages(query, RESCUED)) await addMessageJob(query, due);
}
