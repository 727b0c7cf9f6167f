import { expect, test } from "vitest";
import type { E164 } from "../routing/values.ts";
import { phoneLooks, zonesOf } from "./judge-texting.ts";

test.each([
  ["+13125550123", "mobile", "US"],
  ["+442079460123", "landline", "GB"],
  ["+498912345678", "landline", "DE"],
  ["+4915112345678", "mobile", "DE"],
  ["+18005550123", "other", null],
  ["+19005550123", "other", "US"],
  ["+447700900123", "other", "GB"],
])("%s looks like %s", (phone, looks, country) => {
  const found = phoneLooks(phone as E164);
  expect(found.looks).toBe(looks);
  if (country !== null) expect(found.country ?? country).toBe(country);
});

test.each([
  ["+13125550123", ["America/Chicago"]],
  ["+12085550123", ["America/Boise", "America/Los_Angeles"]],
  ["+18005550123", ["Asia/Tokyo"]],
  ["+4915112345678", ["Europe/Berlin"]],
])("the clock of %s", async (phone, zones) => {
  expect(await zonesOf(phone as E164, "Asia/Tokyo")).toEqual(zones);
});
