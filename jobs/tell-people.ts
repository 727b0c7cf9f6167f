import type { EndedCall } from "../calls/ended-call.ts";
import { makeDigests } from "../store/notices/make-digests.ts";
import { tellOfAlerts } from "../store/notices/tell-of-alerts.ts";
import { tellOfCallbacks } from "../store/notices/tell-of-callbacks.ts";
import { tellOfCall } from "../store/notices/tell-of-calls.ts";
import { tellOfMessages } from "../store/notices/tell-of-messages.ts";
import { tellOfTexts } from "../store/notices/tell-of-texts.ts";
import type { Database } from "../store/open-database.ts";
import type { FollowUpParts } from "./follow-up-step.ts";

/** Told of in one transaction. */
const BATCH = 50;

/** After a call its people and programs are told; making their notices again changes nothing. */
export function tellPeople(call: EndedCall, { database, now, read }: FollowUpParts): Promise<void> {
  return tellOfCall(database.query, call, { now, read });
}

/** Makes the notices of texts, alerts, messages and callbacks that changed hands, and the digests that are due. Gives how many things there were to tell. */
export async function tellOfTheRest(
  database: Database,
  parts: { now: () => number; stop: AbortSignal },
): Promise<number> {
  const { now, stop } = parts;
  let told = 0;
  for (const tell of [tellOfTexts, tellOfAlerts, tellOfMessages, tellOfCallbacks]) {
    let many = BATCH;
    while (many === BATCH && !stop.aborted) {
      many = await tell(database, now(), BATCH);
      told += many;
    }
  }
  return told + (await makeDigests(database, now()));
}
