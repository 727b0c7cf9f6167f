import { randomUUID } from "node:crypto";
import { beginCall } from "../../../calls/call-state.ts";
import type { Script } from "../../../calls/script.ts";
import type { AccountId, CallId, E164, Seconds } from "../../../routing/values.ts";
import { keepCallRows } from "../../../store/keep-call-rows.ts";
import type { Database } from "../../../store/open-database.ts";

type Message = {
  /** Milliseconds since 1970. */
  at?: number;
  seconds?: number;
  lead?: { id: string; name: string } | null;
  /** The phone that was rung before. */
  rings?: string;
  url?: string;
};

/** A call of acme's that ends with a message, kept as any call is; gives its id. */
export async function leaveMessage(database: Database, message: Message = {}): Promise<string> {
  const { at = 1_000_000, seconds = 9, lead = null, rings = "+13125550102" } = message;
  const { id } = await database.query
    .selectFrom("account")
    .select("id")
    .where("slug", "=", "acme")
    .executeTakeFirstOrThrow();
  const script: Script = {
    callId: randomUUID() as CallId,
    accountId: id as AccountId,
    business: "+13125550121" as E164,
    caller: "+13125550150" as E164,
    startedAt: at - 30_000,
    steps: [
      {
        rung: "numberUser",
        destination: rings as E164,
        seconds: 20 as Seconds,
        screening: true,
        callerId: "caller",
        who: "Somebody",
        whisper: "",
      },
    ],
    ending: "voicemail",
    greeting: "",
  };
  const { state } = beginCall(script);
  const store = keepCallRows(database.pool);
  await store.open(
    {
      script,
      carrierId: "acme",
      carrierCallId: `CA${script.callId}`,
      direction: "inbound",
      from: script.caller,
      fromAsGiven: script.caller ?? "",
      to: script.business,
      lead,
      decision: null,
      state,
    },
    {},
  );
  const url = message.url ?? `https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE${script.callId}`;
  await store.save(
    script,
    {
      ...state,
      phase: "ended",
      outcome: "voicemail",
      endedAt: at,
      lastEventAt: at,
      recording: { url, seconds },
      version: state.version + 1,
    },
    { kind: "recordingReady", at, seconds, url },
  );
  return script.callId;
}
