import { randomBytes } from "node:crypto";
import { z } from "zod";
import { NOTICE_EVENTS, type NoticeEvent } from "../notify/notice-events.ts";
import { isPrivateHost } from "../notify/private-address.ts";
import { listOf, optional, text } from "./settings-fields.ts";

/** A webhook as listed or stored. A secret that is null was not stated. */
export type WebhookSettings = {
  url: string;
  events: NoticeEvent[];
  description: string | null;
  active: boolean;
  secret: string | null;
};

const MAX_URL = 2_000;
/** Standard Webhooks: 24 to 64 random bytes. */
const SECRET_BYTES = { least: 24, most: 64 };
const MADE_BYTES = 32;

const address = z
  .string()
  .trim()
  .max(MAX_URL)
  .refine(
    isAddress,
    "expected an https address such as https://example.com/hooks, without name and password; http only in a private network",
  );

const secret = z
  .string()
  .trim()
  .refine(
    isSecret,
    `expected a secret such as whsec_MfKQ9r8G…: whsec_ and ${SECRET_BYTES.least} to ${SECRET_BYTES.most} bytes as base64`,
  );

/** One entry of `webhooks`: where events are sent, signed. */
export const webhookSchema = z.strictObject({
  url: address,
  events: listOf(z.enum(NOTICE_EVENTS), NOTICE_EVENTS.length).min(1, "expected at least one event"),
  description: optional(text(200)),
  active: z.boolean().default(true),
  secret: optional(secret),
}) satisfies z.ZodType<WebhookSettings>;

/** What crosses the open network has to be https: it names customers. */
function isAddress(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { protocol, username, password, hostname, hash } = new URL(written);
  if (username !== "" || password !== "" || hash !== "") return false;
  return protocol === "https:" || (protocol === "http:" && isPrivateHost(hostname));
}

function isSecret(written: string): boolean {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(written) ?? [];
  if (encoded === undefined) return false;
  const bytes = Buffer.from(encoded, "base64");
  const canonical = bytes.toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  return canonical && bytes.length >= SECRET_BYTES.least && bytes.length <= SECRET_BYTES.most;
}

/** A new secret, as Standard Webhooks writes them. */
export function makeWebhookSecret(random: (size: number) => Buffer = randomBytes): string {
  return `whsec_${random(MADE_BYTES).toString("base64")}`;
}

/** A listed webhook with its secret: what is not stated stays, and a new one gets one of its own. */
export function keepWebhookSecret(listed: WebhookSettings, stored: WebhookSettings | null): WebhookSettings {
  return { ...listed, secret: listed.secret ?? stored?.secret ?? makeWebhookSecret() };
}
