import { z } from "zod";
import { TEXT_ERROR_TABLE } from "./text-errors.ts";
import { CarrierError } from "./twiml/ask-rest.ts";

/**
 * What a failed request to send a text means. `later`: it was surely not sent, and may be tried again; `never`: the
 * carrier refused it for good; `unsure`: it may have been sent, so the carrier is asked before anything else.
 */
export type TextTrouble =
  | { meaning: "later"; words: string; waitSeconds: number | null; busy: boolean }
  | { meaning: "never"; words: string; code: string }
  | { meaning: "unsure"; words: string };

/** Errors with which a connection was never made (Node.js, system errors). */
const NEVER_REACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** Reads an error of `sendMessage`; null where it is no carrier's and no network's, but our own mistake. */
export function readTextTrouble(error: unknown): TextTrouble | null {
  if (error instanceof CarrierError) return readAnswer(error);
  // It took the text, and said so in a form that we do not know.
  if (error instanceof z.ZodError) return { meaning: "unsure", words: "the carrier's answer can't be read" };
  if (!(error instanceof Error)) return null;
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return { meaning: "unsure", words: "the carrier did not answer in time" };
  if (!(error instanceof TypeError)) return null;
  const cause = error.cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const words = "the carrier can't be reached";
  if (NEVER_REACHED.has(code)) return { meaning: "later", words, waitSeconds: null, busy: false };
  return { meaning: "unsure", words: "the connection to the carrier broke off" };
}

function readAnswer({ status, told }: CarrierError): TextTrouble {
  const said = told.words ?? `the carrier answered ${status}`;
  if (status === 429) return { meaning: "later", words: said, waitSeconds: told.waitSeconds, busy: true };
  if (status === 401 || status === 403)
    return {
      meaning: "never",
      words: `the carrier refuses us (${status}): ${said}`,
      code: told.code ?? String(status),
    };
  // No address to ask: nothing was asked.
  if (status === 0) return { meaning: "never", words: said, code: "noAddress" };
  if (status >= 400 && status < 500 && status !== 408)
    return {
      meaning: "never",
      words: told.code === null ? said : (TEXT_ERROR_TABLE[told.code]?.words ?? said),
      code: told.code ?? String(status),
    };
  return { meaning: "unsure", words: said };
}
