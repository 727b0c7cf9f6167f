import type { CarrierConnection } from "./carrier-connection.ts";
import { type NumberSetup, setupFor, type Webhooks } from "./twiml/point-number.ts";
import type { CarrierNumber } from "./twiml/rest-client.ts";

/** A number at a carrier: where its calls go now, and what would be written so that they come here. */
export type PlannedNumber = {
  number: string;
  before: NumberSetup;
  after: NumberSetup;
  /** An application or trunk that takes its calls now; empty: none. */
  overriddenBy: string;
  points: "here" | "elsewhere" | "nowhere";
};

/** One number that was changed at its carrier. */
export type WebhookChange = { number: string; numberId: string; before: NumberSetup; after: NumberSetup };

/** The addresses that a carrier is given for a connection (architecture.md §5). */
export function webhooksOf(
  publicUrl: string,
  { kind, id }: Pick<CarrierConnection, "kind" | "id">,
): Webhooks {
  const base = `${publicUrl}/hooks/${kind}/${id}`;
  return { voice: `${base}/voice`, status: `${base}/status` };
}

/** Old beside new for each number of a carrier. */
export function planWebhooks(listed: readonly CarrierNumber[], webhooks: Webhooks): PlannedNumber[] {
  return listed.map((number) => ({
    number: number.number,
    before: setupOf(number),
    after: setupFor(webhooks),
    overriddenBy: number.overriddenBy,
    points: pointsTo(number, webhooks),
  }));
}

/** What of a number's setup is ours to change, as it is. */
export function setupOf(number: CarrierNumber): NumberSetup {
  const { voiceUrl, voiceMethod, statusCallback, statusCallbackMethod, application, trunk } = number;
  return { voiceUrl, voiceMethod, statusCallback, statusCallbackMethod, application, trunk };
}

function pointsTo(number: CarrierNumber, { voice }: Webhooks): PlannedNumber["points"] {
  if (number.overriddenBy !== "") return "elsewhere";
  if (number.voiceUrl === voice && number.voiceMethod === "POST") return "here";
  return number.voiceUrl === "" ? "nowhere" : "elsewhere";
}
