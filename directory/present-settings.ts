import type { CarrierSettings } from "./carrier-schema.ts";
import { isSecretField } from "./secret-fields.ts";

/** The settings without the fields that are not set, as a file states them. */
export function statedFields(settings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

/** A carrier as a file states it; its secrets only where asked for. Telnyx calls its token `apiKey`. */
export function statedCarrier(carrier: CarrierSettings, withSecrets: boolean): Record<string, unknown> {
  const fields = statedFields(carrier);
  if (!withSecrets) return withoutSecrets(fields);
  if (carrier.kind !== "telnyx") return fields;
  const { authToken, ...others } = fields;
  return { ...others, apiKey: authToken };
}

/** A carrier as the API gives it: for each secret only whether it is set. */
export function presentCarrier(carrier: CarrierSettings): Record<string, unknown> {
  return {
    ...withoutSecrets(carrier),
    hasAuthToken: carrier.authToken !== null,
    hasPreviousAuthToken: carrier.previousAuthToken !== null,
    hasSigningKey: carrier.signingKey !== null,
    hasPreviousSigningKey: carrier.previousSigningKey !== null,
    hasApiKeySecret: carrier.apiKeySecret !== null,
  };
}

/** Settings without what is secret in them. */
export function withoutSecrets(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !isSecretField(key)));
}
