import { writeContinuation } from "../calls/continuation.ts";
import type { Instruction } from "../calls/instruction.ts";
import type { Script } from "../calls/script.ts";
import { type HookResponse, hooksOf } from "../carriers/hook.ts";
import { renderDocument } from "../carriers/twiml/render-document.ts";
import type { HookParts, Proven } from "./hook-parts.ts";

/** What is answered: an instruction, for the call with this script. */
export type Answer = {
  instruction: Instruction;
  script: Script;
  /** The script is another than that of the request's own address. */
  isNew?: boolean;
};

/** The document that says an instruction in the words of the carrier that asked. */
export function writeDocument(
  parts: Pick<HookParts, "publicUrl">,
  { connection, profile, secret, path }: Proven,
  { instruction, script, isNew = false }: Answer,
): HookResponse {
  const base = hooksOf(parts.publicUrl, connection);
  // A later request brings the continuation that was written when the call came.
  const continuation = (!isNew && path.continuation) || writeContinuation(secret, connection.id, script);
  return xmlResponse(renderDocument(profile, instruction, { base, script, continuation }));
}

export const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

export function xmlResponse(body: string): HookResponse {
  return { status: 200, contentType: "text/xml; charset=utf-8", body };
}
