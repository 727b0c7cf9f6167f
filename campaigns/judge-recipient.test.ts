import { expect, test } from "vitest";
import { judgeRecipient, type RecipientFacts } from "./judge-recipient.ts";

const mobile: RecipientFacts = {
  kind: "text",
  looks: "mobile",
  country: "US",
  allowedCountries: ["US", "GB"],
  dialing: "allowed",
  blocked: false,
  number: "+13125550111",
};

test.each<[string, Partial<RecipientFacts>, string | null]>([
  ["a mobile phone at home", {}, null],
  ["on the block list", { blocked: true }, "blocked"],
  ["no valid phone", { country: null }, "notAPhone"],
  ["abroad", { country: "FR" }, "countryNotAllowed"],
  ["a British landline", { country: "GB", looks: "landline" }, "landline"],
  ["free-phone", { looks: "other" }, "notTextable"],
  ["no number of ours", { number: null }, "noNumber"],
  ["a landline can be called", { kind: "call", looks: "landline" }, null],
  ["premium can't", { kind: "call", dialing: "notDialable" }, "notDialable"],
  ["whoever calls has a number of their own", { kind: "call", number: null }, null],
])("%s", (_, facts, reason) => expect(judgeRecipient({ ...mobile, ...facts })).toBe(reason));
