import type { Carrier } from "../../api/types.ts";

export type Kind = Carrier["kind"];
type Field = { name: string; label: string; hint?: string; secret?: boolean; required?: boolean };

/** What each carrier's console calls its credentials, and where they stand. */
export const KINDS: Record<Kind, { name: string; where: string; fields: Field[] }> = {
  twilio: {
    name: "Twilio",
    where: "In the Twilio Console, on the first page, under Account Info.",
    fields: [
      { name: "accountSid", label: "Account SID", hint: "Begins with AC.", required: true },
      { name: "authToken", label: "Auth Token", secret: true, required: true },
      {
        name: "apiBaseUrl",
        label: "API address",
        hint: "Empty for the usual one; else your region's, such as https://api.dublin.ie1.twilio.com.",
      },
    ],
  },
  signalwire: {
    name: "SignalWire",
    where: "In your SignalWire Space, under API.",
    fields: [
      { name: "spaceUrl", label: "Space URL", hint: "Such as acme.signalwire.com.", required: true },
      { name: "accountSid", label: "Project ID", required: true },
      { name: "authToken", label: "API token", secret: true, required: true },
      {
        name: "signingKey",
        label: "Signing key",
        hint: "Proves that requests come from SignalWire.",
        secret: true,
        required: true,
      },
    ],
  },
  telnyx: {
    name: "Telnyx",
    where: "In the Telnyx Portal, under API Keys and under Keys & Credentials.",
    fields: [
      { name: "apiKey", label: "API key", hint: "Begins with KEY.", secret: true, required: true },
      { name: "publicKey", label: "Public key", hint: "44 characters.", required: true },
      { name: "accountSid", label: "Account SID" },
      {
        name: "apiBaseUrl",
        label: "API address",
        hint: "Empty for the usual one; else the one that Telnyx gave you.",
      },
    ],
  },
};
