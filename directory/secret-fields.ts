import { SECRETS } from "./carrier-schema.ts";

const NAMES = new Set<string>([...SECRETS, "secret"]);

/** Whether a field of settings holds a secret: of a carrier, or of a webhook. None is ever shown, or kept in the log. */
export function isSecretField(name: string): boolean {
  return NAMES.has(name);
}
