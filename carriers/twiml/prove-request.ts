import type { CarrierConnection } from "../carrier-connection.ts";
import type { HookRequest } from "../hook.ts";
import type { Profile } from "./profile.ts";
import type { Form } from "./read-form.ts";
import { verifyEd25519Signature } from "./verify-ed25519-signature.ts";
import { type Proof, verifyHmacBody, verifyHmacSignature } from "./verify-hmac-signature.ts";

/**
 * How much of a request is proven to come from the carrier. Fails closed: without a signature, or
 * without a key to check it by, nothing is proven.
 */
export function proveRequest(
  profile: Profile,
  connection: CarrierConnection,
  request: HookRequest,
  form: Form,
  at: { publicUrl: string; now: number },
): Proof {
  const signature = profile.signatureHeaders
    .map((name) => request.header(name))
    .find((value) => value !== undefined);
  if (signature === undefined) return "none";
  const { credentials } = connection;
  if (profile.signature === "ed25519") {
    const timestamp = request.header("telnyx-timestamp") ?? "";
    return whole(
      verifyEd25519Signature(credentials.publicKey ?? "", signature, timestamp, request.body, at.now),
    );
  }
  const url = at.publicUrl + request.target;
  // A body that is no form is signed through its hash in the query.
  if (request.target.includes("bodySHA256="))
    return whole(verifyHmacBody(keysOf(connection), signature, url, request.body));
  return verifyHmacSignature(keysOf(connection), signature, url, form);
}

function whole(proven: boolean): Proof {
  return proven ? "whole" : "none";
}

/** SignalWire signs with the space's signing key, Twilio with the auth token; each may be in rotation. */
function keysOf({ kind, authToken, credentials }: CarrierConnection): string[] {
  const keys =
    kind === "signalwire"
      ? [credentials.signingKey, credentials.previousSigningKey]
      : [authToken, credentials.previousAuthToken];
  return keys.filter((key): key is string => key !== undefined && key !== "");
}
