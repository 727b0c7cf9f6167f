import { useSyncExternalStore } from "react";

type Parser = typeof import("libphonenumber-js/min");
let parser: Parser | null = null;
const waiting = new Set<() => void>();
let asked = false;

/** The rules of the world's numbering plans are a third of the first screen's size, so they come after it. */
function askForParser(onReady: () => void): () => void {
  waiting.add(onReady);
  if (!asked) {
    asked = true;
    void import("libphonenumber-js/min").then((loaded) => {
      parser = loaded;
      for (const tell of waiting) tell();
    });
  }
  return () => waiting.delete(onReady);
}

/** Formats phones for people of a country, again when the rules have come. */
export function usePhoneFormat(country: string): (phone: string) => string {
  const loaded = useSyncExternalStore(askForParser, () => parser);
  return (phone) => formatPhone(phone, country, loaded);
}

/** A phone in E.164, in national form where it is of this country, else in international form. */
export function formatPhone(phone: string, country: string, rules: Parser | null = parser): string {
  const northAmerican = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  if (northAmerican !== null && (country === "US" || country === "CA"))
    return `(${northAmerican[1]}) ${northAmerican[2]}-${northAmerican[3]}`;
  const parsed = rules?.parsePhoneNumberFromString(phone);
  if (parsed === undefined) return phone;
  const { countryCallingCode } = parsed;
  const home = rules?.isSupportedCountry(country) ? rules.getCountryCallingCode(country) : undefined;
  return countryCallingCode === home ? parsed.formatNational() : parsed.formatInternational();
}

const E164 = /\+[1-9]\d{6,14}/g;

/** The server's sentences name phones in E.164; people read them as they dial. */
export function formatPhonesIn(text: string, format: (phone: string) => string): string {
  return text.replace(E164, format);
}
