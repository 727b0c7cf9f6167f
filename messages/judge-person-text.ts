import { endQuietHours, type QuietHours } from "../hours/end-quiet-hours.ts";

/** What is judged before a staff member's text is taken. Moments in milliseconds. */
export type PersonTextFacts = {
  now: number;
  /** Whom it goes to, in words. */
  phone: string;
  looks: "mobile" | "landline" | "other";
  countryAllowed: boolean;
  optedOut: boolean;
  /** A number of the installation. */
  isOurs: boolean;
  /** Why the business number can't text now, with the next step; null: it can. */
  unregistered: { words: string; next: string } | null;
  /** Texts that this staff member has sent in the last 24 hours, and how many they may. */
  sent: number;
  textsPerDay: number;
  zones: readonly string[];
  quietHours: QuietHours;
};

export const TEXT_WARNINGS = ["landline", "quietHours"] as const;
export type TextWarning = (typeof TEXT_WARNINGS)[number];

export type PersonTextVerdict = {
  /** Why it can't be sent, with what to do; null: it can. */
  refusal: string | null;
  warnings: { code: TextWarning; text: string }[];
};

/** Whether a staff member may text somebody now. A warning is for them to weigh; a landline must be insisted on. Pure. */
export function judgePersonText(facts: PersonTextFacts): PersonTextVerdict {
  return { refusal: findRefusal(facts), warnings: findWarnings(facts) };
}

function findRefusal(facts: PersonTextFacts): string | null {
  const { phone, unregistered, sent, textsPerDay } = facts;
  if (facts.optedOut)
    return `${phone} wants no texts. Call them; or they text START when they want texts again.`;
  if (facts.isOurs) return `${phone} is a number of a business here, not somebody's phone.`;
  if (!facts.countryAllowed)
    return `${phone} is in a country that may not be texted from here. Whoever runs this account can allow it under Settings > Business Info.`;
  if (facts.looks === "other") return `${phone} is a service number, which can't be texted.`;
  if (unregistered !== null) return `Texts are blocked: ${unregistered.words}. ${unregistered.next}`;
  if (sent >= textsPerDay)
    return `${sent} texts in the last 24 hours: no more than ${textsPerDay} may be sent. The limit is set under Settings > Phone.`;
  return null;
}

function findWarnings({
  looks,
  phone,
  now,
  zones,
  quietHours,
}: PersonTextFacts): PersonTextVerdict["warnings"] {
  const warnings: PersonTextVerdict["warnings"] = [];
  if (looks === "landline")
    warnings.push({ code: "landline", text: `${phone} looks like a landline, which may get no texts.` });
  if (endQuietHours(now, zones, quietHours) !== now)
    warnings.push({
      code: "quietHours",
      text: `It may be between ${quietHours.from} and ${quietHours.to} where they are.`,
    });
  return warnings;
}
