import { expect, test } from "vitest";
import { readSettingsText } from "./read-settings-text.ts";

test("each field has its place, and one that is missing that of what it belongs to", () => {
  const read = readSettingsText("account:\n  slug: acme\nstaff:\n  - email: a\n    name: A\n  - email: b\n");
  if (!read.ok) throw new Error("not read");
  expect(read.locate(["account", "slug"])).toEqual({ line: 2, column: 3 });
  expect(read.locate(["staff", 1, "email"]).line).toBe(6);
  expect(read.locate(["staff", 1, "name"]).line).toBe(6);
  expect(read.locate([])).toEqual({ line: 1, column: 1 });
});

test.each([
  ["a key that stands twice", "a: 1\na: 2\n", 2],
  ["a bracket that is not closed", "a: [\n", 2],
  ["two documents", "a: 1\n---\nb: 2\n", 2],
])("%s is refused with its line", (_, text, line) => {
  const read = readSettingsText(text);
  expect(read).toMatchObject({ ok: false });
  if (!read.ok) expect(read.errors[0]?.line).toBe(line);
});

test("aliases that multiply without end are refused", () => {
  const levels = ["a: &a [x,x,x,x,x,x,x,x,x,x]"];
  for (const [name, of] of ["ba", "cb", "dc", "ed"])
    levels.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(",")}]`);
  expect(readSettingsText(levels.join("\n")).ok).toBe(false);
});
