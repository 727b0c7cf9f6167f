import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * How it stands with a business number's registration for texts in the United States. `blocked`: a text of it was, for want
 * of one; the others are what its carrier says.
 */
export const REGISTRATION_STATES = ["blocked", "registered", "pending", "rejected"] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];

/**
 * Whether a text to a phone is blocked while its business number is not registered: 10DLC is a rule of the networks of
 * the United States, toll-free verification (30032) of Canada's too.
 * https://www.twilio.com/docs/api/errors/30034, https://www.twilio.com/docs/api/errors/30032
 */
export function needsRegistration(phone: string, code: string): boolean {
  const country = parsePhoneNumberFromString(phone)?.country;
  return country === "US" || (country === "CA" && code === "30032");
}
