/** When somebody who texts HELP is answered by us. */
export const HELP_ANSWERS = ["ifCarrierDoesNot", "always", "never"] as const;
export type HelpAnswer = (typeof HELP_ANSWERS)[number];

/** What somebody gets who texts HELP or INFO. */
export type HelpSettings = {
  answer: HelpAnswer;
  /** May have {business} and {line}. */
  text: string;
};

export const DEFAULT_HELP: HelpSettings = {
  answer: "ifCarrierDoesNot",
  text: "{business}: call {line} and we will help you. Reply STOP for no more texts.",
};

export const MAX_HELP = 320;

/** Words that, alone in a text, ask who it is that writes, besides those that carriers know. */
const HELP_WORDS = new Set(["hilfe", "ayuda", "aide"]);

/** Those that carriers answer, where they do. */
const CARRIERS_HELP_WORDS = new Set(["help", "info"]);

/** Whether a text asks for help, and nothing else: by a word that carriers know too, or by one of ours. */
export function readHelp(body: string): "carriers" | "ours" | null {
  const word = body.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (CARRIERS_HELP_WORDS.has(word)) return "carriers";
  return HELP_WORDS.has(word) ? "ours" : null;
}
