import { expect, test } from "vitest";
import { hashApiKey, makeApiKey, readBearer } from "./api-key.ts";

test("a key is found again by the hash of what the header carries", () => {
  const { key, hash, hint } = makeApiKey();
  expect(key).toMatch(/^rr_[\w-]{43}$/);
  expect(key.startsWith(hint.slice(0, -1))).toBe(true);
  expect(hashApiKey(readBearer(`Bearer ${key}`) ?? "").equals(hash)).toBe(true);
});

test.each([undefined, "", "Bearer", "Basic abc", "Bearer short", `Bearer rr_${"x".repeat(44)}`])(
  "%s carries no key",
  (header) => {
    expect(readBearer(header)).toBeNull();
  },
);
