import type { CarrierConnection } from "./carrier-connection.ts";
import { hooksOf } from "./hook.ts";
import { webhooksOf } from "./plan-webhooks.ts";
import { browserCallingOf } from "./twiml/browser-calling.ts";
import type { Webhooks } from "./twiml/point-number.ts";
import { PROFILES } from "./twiml/profile.ts";
import { CarrierError, type CarrierNumber, listNumbers } from "./twiml/rest-client.ts";

/** What a look at a carrier connection found; `number` where it is about one of them. */
export type CarrierFinding = { level: "ok" | "warning" | "failed"; number?: string; text: string };

/**
 * Looks at a connection from the carrier's side: whether it takes our credentials, and whether the
 * calls of each of our numbers come to us, with a fallback for when we are away. Changes nothing.
 */
export async function inspectNumbers(
  connection: CarrierConnection,
  ours: readonly string[],
  publicUrl: string,
  send: typeof fetch = fetch,
): Promise<CarrierFinding[]> {
  let listed: CarrierNumber[];
  try {
    listed = await listNumbers(connection, send);
  } catch (error) {
    return [{ level: "failed", text: whyNot(error) }];
  }
  const findings: CarrierFinding[] = [
    { level: "ok", text: `takes our credentials, and has ${listed.length} numbers` },
  ];
  if (PROFILES[connection.kind].browserCalling)
    findings.push({
      level: "ok",
      text:
        browserCallingOf(connection) === null
          ? "calls from the browser are not set up"
          : `calls from the browser are set up: the TwiML app's request URL must be ${hooksOf(publicUrl, connection)}/client`,
    });
  const byNumber = new Map(listed.map((number) => [number.number, number]));
  const webhooks = webhooksOf(publicUrl, connection);
  for (const number of ours) findings.push(...inspect(number, byNumber.get(number), webhooks));
  return findings;
}

function inspect(
  number: string,
  found: CarrierNumber | undefined,
  { voice: wanted, status: wantedStatus }: Webhooks,
): CarrierFinding[] {
  if (found === undefined)
    return [{ level: "failed", number, text: "is not one of the numbers at this carrier" }];
  const findings: CarrierFinding[] = [];
  const find = (level: CarrierFinding["level"], text: string) => findings.push({ level, number, text });
  if (found.overriddenBy !== "") {
    find(
      "failed",
      `its calls go to ${found.overriddenBy}, an application or trunk that overrides its webhook`,
    );
  } else if (found.voiceUrl !== wanted) {
    find("failed", `its calls go to ${found.voiceUrl || "nowhere"}: expected ${wanted}`);
  } else if (found.voiceMethod !== "POST") {
    find("failed", `its webhook is called by ${found.voiceMethod}: expected POST`);
  }
  if (found.statusCallback !== wantedStatus) {
    find(
      "warning",
      `a call whose caller hangs up is seen late: expected the status callback ${wantedStatus}`,
    );
  }
  if (found.fallbackUrl === "") {
    find(
      "warning",
      "has no fallback: while we are away its callers hear an error. See `ringright fallback-document`",
    );
  } else if (found.fallbackUrl.startsWith(new URL(wanted).origin)) {
    find(
      "warning",
      `its fallback ${found.fallbackUrl} is on this same server, which is away when it is needed`,
    );
  }
  return findings.length > 0
    ? findings
    : [{ level: "ok", number, text: "its calls come here, with a fallback elsewhere" }];
}

/** Why a carrier could not be asked or said no, to follow its name: "refuses our credentials: …". */
export function whyNot(error: unknown): string {
  if (error instanceof CarrierError && (error.status === 401 || error.status === 403)) {
    return `refuses our credentials: ${error.message}`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `can't be asked: ${message}${cause}`;
}
