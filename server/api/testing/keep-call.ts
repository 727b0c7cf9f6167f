import { randomUUID } from "node:crypto";
import { beginCall } from "../../../calls/call-state.ts";
import type { Script } from "../../../calls/script.ts";
import type { AccountId, CallId, E164, Seconds } from "../../../routing/values.ts";
import { keepCallRows } from "../../../store/keep-call-rows.ts";
import type { Database } from "../../../store/open-database.ts";

type Parts = {
  /** Milliseconds since 1970. */
  startedAt: number;
  lead: { id: string; name: string } | null;
  /** The phone that is rung. */
  rings: string;
};

/** A call of acme's that has just begun, kept as any call is. */
export async function keepCall(database: Database, { startedAt, lead, rings }: Parts) {
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
    startedAt,
    menu: null,
    steps: [
      {
        rung: "numberUser",
        seconds: 20 as Seconds,
        targets: [
          {
            destination: rings as E164,
            screening: true,
            callerId: "caller",
            who: "Somebody",
            whisper: "",
            staffId: null,
          },
        ],
      },
    ],
    ending: "voicemail",
    greeting: "",
    recordingNotice: null,
  };
  const { state } = beginCall(script);
  const store = keepCallRows(database.pool);
  const arrival = {
    carrierId: "acme",
    carrierCallId: `CA${script.callId}`,
    direction: "inbound" as const,
    from: script.caller,
    fromAsGiven: script.caller ?? "",
    to: script.business,
  };
  await store.open({ ...arrival, script, lead, attestation: null, decision: null, state }, {});
  return { script, state, store };
}
