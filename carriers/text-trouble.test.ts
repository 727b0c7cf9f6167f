import { expect, test } from "vitest";
import { z } from "zod";
import { readTextTrouble } from "./text-trouble.ts";
import { CarrierError } from "./twiml/ask-rest.ts";

const network = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });

test.each([
  [
    "too many requests",
    new CarrierError(429, "", { waitSeconds: 7 }),
    { meaning: "later", waitSeconds: 7, busy: true },
  ],
  ["nobody listens there", network("ECONNREFUSED"), { meaning: "later", busy: false }],
  ["no such name", network("ENOTFOUND"), { meaning: "later", busy: false }],
  [
    "opted out",
    new CarrierError(400, "", { code: "21610", words: "unsubscribed" }),
    { meaning: "never", code: "21610" },
  ],
  [
    "no such number",
    new CarrierError(400, "", { code: "21299", words: "not valid" }),
    { meaning: "never", words: "not valid" },
  ],
  ["wrong token", new CarrierError(401, ""), { meaning: "never", code: "401" }],
  ["no address", new CarrierError(0, "needs apiBaseUrl"), { meaning: "never" }],
  ["broken at the carrier", new CarrierError(500, ""), { meaning: "unsure" }],
  ["a proxy without its carrier", new CarrierError(502, ""), { meaning: "unsure" }],
  ["took too long for it", new CarrierError(408, ""), { meaning: "unsure" }],
  ["an answer without JSON", new CarrierError(201, ""), { meaning: "unsure" }],
  ["an answer without a key", z.object({ sid: z.string() }).safeParse({}).error, { meaning: "unsure" }],
  ["no answer", new DOMException("late", "TimeoutError"), { meaning: "unsure" }],
  ["broke off", network("ECONNRESET"), { meaning: "unsure" }],
])("%s", (_what, error, expected) => {
  expect(readTextTrouble(error)).toMatchObject(expected);
});

test("our own mistakes are not the carrier's", () => {
  expect(readTextTrouble(new RangeError("ours"))).toBeNull();
});
