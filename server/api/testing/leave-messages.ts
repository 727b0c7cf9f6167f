import type { Database } from "../../../store/open-database.ts";
import { keepCall } from "./keep-call.ts";

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
  const { script, state, store } = await keepCall(database, { startedAt: at - 30_000, lead, rings });
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
