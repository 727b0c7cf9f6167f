import { z } from "zod";
import type { CarrierConnection } from "../carrier-connection.ts";
import { askRest, type Send } from "./ask-rest.ts";

/** How it stands with the registration of a number for texts in the United States, as its carrier says. */
export type Registration = {
  number: string;
  kind: "10DLC" | "tollFree";
  state: "registered" | "pending" | "rejected";
  /** The carrier's own words: a status, or why it was rejected. */
  said: string;
};

/** A business has a handful of messaging services; more are not walked through. */
const SERVICES_MAX = 20;

const verifications = z.object({
  verifications: z.array(
    z.object({
      tollfree_phone_number: z.string().nullish(),
      status: z.string().nullish(),
      rejection_reason: z.string().nullish(),
    }),
  ),
});
const services = z.object({ services: z.array(z.object({ sid: z.string() })) });
const campaigns = z.object({
  compliance: z.array(
    z.object({
      campaign_status: z.string().nullish(),
      errors: z.array(z.looseObject({ description: z.string().nullish() })).nullish(),
    }),
  ),
});
const numbers = z.object({ phone_numbers: z.array(z.object({ phone_number: z.string().nullish() })) });

/**
 * What Twilio says of the registrations of its account's numbers: toll-free verifications, and the campaigns of the
 * messaging services that numbers are in. Null for carriers that can't be asked so. Throws as `askRest`.
 * https://www.twilio.com/docs/messaging/api/tollfree-verification-resource,
 * https://www.twilio.com/docs/messaging/api/usapptoperson-resource
 */
export async function askRegistrations(
  connection: CarrierConnection,
  send: Send,
): Promise<Registration[] | null> {
  if (connection.kind !== "twilio") return null;
  // Its messaging resources have a host of their own.
  const apiBaseUrl = connection.apiBaseUrl ?? "https://messaging.twilio.com";
  const ask = (path: string) => askRest({ ...connection, apiBaseUrl }, path, send);
  const found: Registration[] = [];
  const { verifications: listed } = verifications.parse(await ask("/v1/Tollfree/Verifications?PageSize=100"));
  for (const { tollfree_phone_number: number, status, rejection_reason: why } of listed)
    if (number != null && status != null)
      found.push({ number, kind: "tollFree", state: tollFreeState(status), said: why ?? status });
  const { services: all } = services.parse(await ask("/v1/Services?PageSize=50"));
  for (const { sid } of all.slice(0, SERVICES_MAX)) {
    const service = `/v1/Services/${encodeURIComponent(sid)}`;
    const [campaign] = campaigns.parse(await ask(`${service}/Compliance/Usa2p?PageSize=20`)).compliance;
    if (campaign?.campaign_status == null) continue;
    const { campaign_status: status, errors } = campaign;
    const said = errors?.[0]?.description ?? status;
    const held = numbers.parse(await ask(`${service}/PhoneNumbers?PageSize=400`));
    for (const { phone_number: number } of held.phone_numbers)
      if (number != null) found.push({ number, kind: "10DLC", state: campaignState(status), said });
  }
  return found;
}

function tollFreeState(status: string): Registration["state"] {
  if (status === "TWILIO_APPROVED") return "registered";
  return status === "TWILIO_REJECTED" ? "rejected" : "pending";
}

function campaignState(status: string): Registration["state"] {
  if (status === "VERIFIED") return "registered";
  return status === "FAILED" || status === "SUSPENDED" ? "rejected" : "pending";
}
