import { readHelp } from "./help-settings.ts";
import { readOptOut } from "./read-opt-out.ts";

/**
 * Whether a text is for somebody to read, and not a keyword that is answered by itself: STOP, START, HELP and their like.
 * YES asks for texts again where somebody wanted none (`unlessOptedOut`); else it is what people answer to a question.
 */
export function wantsPerson(body: string): "always" | "unlessOptedOut" | "never" {
  const says = readOptOut(body);
  if (says === null) return readHelp(body) === null ? "always" : "never";
  return says === "start" && /\byes\b/i.test(body) ? "unlessOptedOut" : "never";
}
