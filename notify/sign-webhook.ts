import { Webhook } from "standardwebhooks";

/**
 * The headers by which a receiver proves a webhook to be ours (Standard Webhooks): one signature for each secret, so that
 * one that is being replaced stays good meanwhile.
 */
export function signWebhook(
  body: string,
  { id, at, secrets }: { id: string; at: Date; secrets: readonly string[] },
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
}
