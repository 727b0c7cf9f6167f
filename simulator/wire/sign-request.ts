import type { Exchange } from "../exchange.ts";
import { signTelnyx } from "./sign-telnyx.ts";
import { signedUrl, signTwilio } from "./sign-twilio.ts";

/** The headers that prove a webhook: `params` are those of a form post, none for GET and JSON. */
export function signatureHeaders(
  exchange: Exchange,
  url: string,
  params: Record<string, string>,
  body: string,
): Record<string, string> {
  const { authToken, signingKey } = exchange.options;
  switch (exchange.kind) {
    case "twilio":
      return { "X-Twilio-Signature": signTwilio(signedUrl(url), params, authToken) };
    case "signalwire":
      // SignalWire signs with the space's signing key, not the API token, over the URL as given.
      return {
        "X-SignalWire-Signature": signTwilio(url.replace(/#.*$/s, ""), params, signingKey ?? authToken),
      };
    case "telnyx": {
      const timestamp = String(Math.floor(exchange.clock.now() / 1000));
      return {
        "telnyx-timestamp": timestamp,
        "telnyx-signature-ed25519": signTelnyx(timestamp, body, exchange.telnyxKeys.privateKey),
      };
    }
  }
}
