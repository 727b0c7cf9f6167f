import { expect, test } from "vitest";
import { PROFILES } from "./profile.ts";
import { readAttestation } from "./read-attestation.ts";
import { readForm } from "./read-form.ts";

test.each([
  ["TN-Validation-Passed-A", "A"],
  ["TN-Validation-Passed-B", "B"],
  ["TN-Validation-Passed-C", "C"],
  ["TN-Validation-Passed-A-Diverted", "A"],
  ["TN-Validation-Passed-C-Passthrough", "C"],
  ["TN-Validation-Failed-A", "failed"],
  ["TN-Validation-Failed", "failed"],
  ["TN-Validation-Failed-B-Diverted", "failed"],
  ["No-TN-Validation", "none"],
  ["", "none"],
  ["TN-Validation-Passed-Z", "none"],
  ["something new", "none"],
])("Twilio's %j is %s", (word, level) => {
  const form = readForm(new URLSearchParams({ StirVerstat: word }).toString());
  expect(readAttestation(PROFILES.twilio, form, "whole")).toBe(level);
  // Whoever sends it unsigned could write anything.
  expect(readAttestation(PROFILES.twilio, form, "part")).toBeNull();
});

test("a field that is not there is no failure", () => {
  expect(readAttestation(PROFILES.twilio, readForm(""), "whole")).toBe("none");
  expect(readAttestation(PROFILES.telnyx, readForm(""), "whole")).toBe("none");
});

test.each([
  ["A", "true", "A"],
  ["b", "True", "B"],
  ["C", "", "C"],
  ["A", "false", "failed"],
  ["", "false", "none"],
])("Telnyx's %j, validated %j, is %s", (level, validated, expected) => {
  const fields = { ShakenStirAttestation: level, ShakenStirValidated: validated };
  const form = readForm(new URLSearchParams(fields).toString());
  expect(readAttestation(PROFILES.telnyx, form, "whole")).toBe(expected);
});

test("SignalWire never says", () => {
  expect(
    readAttestation(PROFILES.signalwire, readForm("StirVerstat=TN-Validation-Passed-A"), "whole"),
  ).toBeNull();
});
