import { expect, test } from "vitest";
import type { OutreachFacts } from "./facts.ts";
import { sayOutreach } from "./say-outreach.ts";

const spring = { id: "1", name: "Spring offer" };
const HOUR = 3_600_000;

test.each<[OutreachFacts | null, string]>([
  [null, ""],
  [
    { campaign: spring, by: "Dana", kind: "text", at: 0 },
    "Calling back after Spring offer, which texted them from this number 3 hours before.",
  ],
  [
    { campaign: spring, by: "Dana", kind: "call", at: 2 * HOUR },
    "Calling back after Spring offer, in which Dana called them from this number 1 hour before.",
  ],
  [
    { campaign: null, by: "Dana", kind: "call", at: 3 * HOUR - 1 },
    "Calling back: Dana called them from this number 1 minute before.",
  ],
  [
    { campaign: null, by: null, kind: "text", at: -69 * HOUR },
    "Calling back: somebody texted them from this number 3 days before.",
  ],
])("%j", (outreach, text) => expect(sayOutreach(outreach, 3 * HOUR)).toBe(text));
