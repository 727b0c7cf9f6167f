import { signTwilio } from "../../simulator/index.ts";
import { PUBLIC_URL } from "./start-house.ts";

/** What the carrier of the tests signs with, and its connection in the database. */
export const CREDENTIALS = {
  kind: "twilio",
  accountSid: `AC${"0".repeat(31)}1`,
  authToken: "0123456789abcdef0123456789abcdef",
  publicKey: "",
};

/** One request of the carrier, by its path; the same one can be sent again. */
export type CarrierRequest = { path: string; params: Record<string, string> };

/** The signed request, for `fetch`. */
export function signedRequest({ path, params }: CarrierRequest) {
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": signTwilio(PUBLIC_URL + path, params, CREDENTIALS.authToken),
    },
    body: new URLSearchParams(params).toString(),
  };
}

/** Sends it to a server on this machine; throws where there is none, or it goes away. */
export async function sendSigned(
  port: number,
  request: CarrierRequest,
): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${request.path}`, signedRequest(request));
  return { status: response.status, body: await response.text() };
}

/** The path of the first URL of a purpose in a document; null if it has none. */
export function findPath(document: string, purpose: string): string | null {
  const found = new RegExp(`${PUBLIC_URL}(/hooks/[^"<]*/${purpose}/[^"<]*)`).exec(document);
  return found?.[1] ?? null;
}
