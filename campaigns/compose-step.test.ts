import { expect, test } from "vitest";
import { composeStep, findUnknownFields, firstNameOf } from "./compose-step.ts";

const anna = {
  lead: "Anna Berg",
  firstName: "Anna",
  me: "Dana",
  business: "Acme Roofing",
  line: "the Leeds line",
};

test("a template's fields are filled in; an empty one leaves no gap", () => {
  expect(composeStep("Hi {firstName}, {me} from {business} here.", anna)).toBe(
    "Hi Anna, Dana from Acme Roofing here.",
  );
  expect(composeStep("Hi {firstName}, this is {business}.", { ...anna, firstName: "" })).toBe(
    "Hi, this is Acme Roofing.",
  );
  expect(composeStep("{firstName}, hello", { ...anna, firstName: "" })).toBe("hello");
  expect(composeStep("Cost: $& {lead}", { ...anna, lead: "$1 {me}" })).toBe("Cost: $& $1 {me}");
});

test("fields that nobody knows are named", () => {
  expect(findUnknownFields("Hi {firstName} {frstName} { me} {frstName} {}")).toEqual(["frstName", " me", ""]);
  expect(findUnknownFields("Hi {lead}, {me} {business} {line}")).toEqual([]);
});

test.each([
  ["Anna Berg", "Anna"],
  ["Dr. Anna Berg", "Anna"],
  ["Mrs Berg", "Berg"],
  ["Madonna", "Madonna"],
  ["", ""],
])("%j is called %j", (name, first) => expect(firstNameOf(name)).toBe(first));
