import type { z } from "zod";
import type { Path, Problem } from "./problem.ts";

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a set of fields",
  null: "nothing",
  date: "a date",
};

/** Says in plain words what a check expected; where a schema has its own words, those win. */
export function explainIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      const expected = KINDS[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `is required: expected ${expected}`
        : `expected ${expected}, got ${kindOf(issue.input)}`;
    }
    case "invalid_value":
      return `expected one of ${issue.values.map(String).join(", ")}, got ${show(issue.input)}`;
    case "too_small":
      return issue.origin === "string"
        ? "must not be empty"
        : `expected ${bound(issue.origin, Number(issue.minimum), "at least")}, got ${show(issue.input)}`;
    case "too_big":
      return `expected ${bound(issue.origin, Number(issue.maximum), "at most")}`;
    case "invalid_union":
      return `expected one of the known kinds, got ${show(issue.input)}`;
    case "unrecognized_keys":
      return "is not a known field here";
    default:
      return issue.message ?? "is not valid";
  }
}

/** Turns what zod found into problems, below a path: one for each unknown field, so each has its line. */
export function problemsOf(error: Pick<z.ZodError, "issues">, below: Path = []): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = [...below, ...issue.path.filter((part) => typeof part !== "symbol")];
    const meant = issue.code === "invalid_union" ? issue.errors.find(isMeant) : undefined;
    if (meant !== undefined) return problemsOf({ issues: meant }, path);
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: [...path, key], message: issue.message }));
  });
}

/** Whether a value has the form of this kind, of several that it may be of, and only something in it is wrong. */
function isMeant(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.some(({ code }) => code === "custom" || code === "unrecognized_keys");
}

function bound(origin: string, limit: number, word: string): string {
  if (origin === "string") return `${word} ${limit} characters`;
  if (origin === "array") return `${word} ${limit} entries`;
  return `${word} ${limit}`;
}

function kindOf(input: unknown): string {
  if (input === null) return "nothing";
  if (Array.isArray(input)) return "a list";
  return KINDS[typeof input] ?? typeof input;
}

function show(input: unknown): string {
  if (typeof input === "string") return JSON.stringify(input.slice(0, 60));
  return typeof input === "object" ? kindOf(input) : String(input);
}
