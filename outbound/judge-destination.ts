import { type CountryCode, judgeDialing, normalisePhone } from "../directory/normalise-phone.ts";
import type { E164 } from "../routing/values.ts";

export type DestinationVerdict =
  | { ok: true; phone: E164 }
  | {
      ok: false;
      why: "emergency" | "short" | "notAPhone" | "premium" | "countryNotAllowed";
      text: string;
    };

/**
 * Emergency numbers somewhere in the world. One that is none in this country is a short code there, and refused as well
 * (ITU-T E.161.1 recommends 112 and 911; the others are the national ones that are still in use).
 */
const EMERGENCY = new Set(
  [
    "000 061 066 100 101 102 103 104 108 110 111 112 113 114 115 117 118 119 120 122 123 129 131 132 133",
    "144 150 155 158 185 190 191 192 193 194 195 197 198 199 911 988 990 991 992 993 994 995 997 998 999 15 17 18",
  ].flatMap((line) => line.split(" ")),
);

/** What has fewer digits is no subscriber number anywhere. */
const SHORTEST = 7;

/** Judges whether a phone may be called from an account, as somebody wrote it; each refusal says what to do. Pure. */
export function judgeDestination(
  written: string,
  { country, allowedCountries }: { country: CountryCode; allowedCountries: readonly string[] },
): DestinationVerdict {
  const digits = written.replaceAll(/\D/g, "");
  if (EMERGENCY.has(digits))
    return refuse(
      "emergency",
      `${digits} may be an emergency number. Dial it from your own phone: nobody would know from where a call from here comes.`,
    );
  const phone = normalisePhone(written, country);
  if (phone === null) {
    if (digits.length > 0 && digits.length < SHORTEST)
      return refuse(
        "short",
        `${digits} is a short number, which works from a phone of its own network only. Dial it from your own phone.`,
      );
    return refuse(
      "notAPhone",
      `${JSON.stringify(written.slice(0, 40))} is no phone number. Write it with its country code, such as +13125550123, or as it is written in ${country}.`,
    );
  }
  const dialing = judgeDialing(phone, allowedCountries);
  if (dialing === "allowed") return { ok: true, phone };
  if (dialing === "notDialable")
    return refuse(
      "premium",
      `${phone} is a premium, shared-cost or service number. Dial it from your own phone if you have to.`,
    );
  return refuse(
    "countryNotAllowed",
    `${phone} is in a country that may not be called from here. Whoever runs this account can allow it under Settings > Business Info.`,
  );
}

function refuse(why: Extract<DestinationVerdict, { ok: false }>["why"], text: string): DestinationVerdict {
  return { ok: false, why, text };
}
