import { expect, test } from "vitest";
import { mayDo } from "./roles.ts";

test("a member reads what the day's work needs and writes nothing", () => {
  expect(mayDo("member", "leads:read")).toBe(true);
  expect(mayDo("member", "whoRings:ask")).toBe(true);
  expect(mayDo("member", "leads:write")).toBe(false);
  expect(mayDo("member", "carriers:read")).toBe(false);
});

test("an admin changes everything but the carriers and the owners", () => {
  expect(mayDo("admin", "staff:write")).toBe(true);
  expect(mayDo("admin", "carriers:write")).toBe(false);
  expect(mayDo("admin", "owners:write")).toBe(false);
  expect(mayDo("owner", "carriers:write")).toBe(true);
});
