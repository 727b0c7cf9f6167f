import { expect, test } from "vitest";
import type { CarrierConnection } from "../carrier-connection.ts";
import { askRegistrations } from "./ask-registrations.ts";

const twilio: CarrierConnection = {
  ...{ id: "main", accountId: "1", country: "US", kind: "twilio", accountSid: "AC1", authToken: "s3cret" },
  credentials: {},
  apiBaseUrl: null,
};

/** Answers in the shape of Twilio's own description (twilio_messaging_v1). */
const ANSWERS: Record<string, object> = {
  "/v1/Tollfree/Verifications": {
    verifications: [
      { tollfree_phone_number: "+18005550101", status: "TWILIO_APPROVED", rejection_reason: null },
      { tollfree_phone_number: "+18005550102", status: "TWILIO_REJECTED", rejection_reason: "No website" },
      { tollfree_phone_number: "+18005550103", status: "IN_REVIEW" },
    ],
  },
  "/v1/Services": { services: [{ sid: "MG1" }, { sid: "MG2" }, { sid: "MG3" }] },
  "/v1/Services/MG1/Compliance/Usa2p": { compliance: [{ campaign_status: "VERIFIED", errors: [] }] },
  "/v1/Services/MG1/PhoneNumbers": { phone_numbers: [{ phone_number: "+13125550111" }] },
  "/v1/Services/MG2/Compliance/Usa2p": {
    compliance: [{ campaign_status: "FAILED", errors: [{ description: "Consent is not described" }] }],
  },
  "/v1/Services/MG2/PhoneNumbers": { phone_numbers: [{ phone_number: "+13125550112" }] },
  "/v1/Services/MG3/Compliance/Usa2p": { compliance: [] },
};

test("what Twilio says of verifications and campaigns, number by number", async () => {
  const asked: string[] = [];
  const send: typeof fetch = async (input) => {
    const url = new URL(String(input));
    asked.push(url.host);
    return Response.json(ANSWERS[url.pathname] ?? {}, { status: url.pathname in ANSWERS ? 200 : 404 });
  };
  const found = await askRegistrations(twilio, send);
  expect(found?.map(({ number, kind, state, said }) => `${number} ${kind} ${state}: ${said}`)).toEqual([
    "+18005550101 tollFree registered: TWILIO_APPROVED",
    "+18005550102 tollFree rejected: No website",
    "+18005550103 tollFree pending: IN_REVIEW",
    "+13125550111 10DLC registered: VERIFIED",
    "+13125550112 10DLC rejected: Consent is not described",
  ]);
  expect(new Set(asked)).toEqual(new Set(["messaging.twilio.com"]));
});

test("others can't be asked", async () => {
  expect(await askRegistrations({ ...twilio, kind: "telnyx" }, fetch)).toBeNull();
});
