import type { Actor } from "../../access/actor.ts";
import { createFormSniffer } from "../../directory/csv/csv-form.ts";
import { type CsvHead, readHead } from "../../directory/csv/lead-columns.ts";
import { readCsv } from "../../directory/csv/read-csv.ts";
import type { CountryCode } from "../../directory/normalise-phone.ts";
import type { Database } from "../open-database.ts";
import { beginImport, dropImport, keepPart, readParts, readyImport } from "./keep-imports.ts";

const PART_BYTES = 262_144;
/** Larger files are refused. */
export const MAX_FILE_BYTES = 100_000_000;
/** Enough to see what the columns hold. */
const LOOKED_AT = 20;

export type TakenFile =
  | { ok: true; id: string; head: CsvHead; rows: number }
  | { ok: false; why: "tooLarge" | "empty" };

/** Takes in a file of leads as it comes, and says what seems to be in it. Nothing is imported yet. */
export async function takeFile(
  { query }: Database,
  account: { id: string; country: CountryCode },
  file: { name: string; actor: Actor; bytes: AsyncIterable<Uint8Array> },
): Promise<TakenFile> {
  const id = await beginImport(query, account.id, file.name, file.actor);
  try {
    const sniffer = createFormSniffer();
    let size = 0;
    let position = 0;
    for await (const part of inParts(file.bytes)) {
      size += part.length;
      if (size > MAX_FILE_BYTES) return await refuse("tooLarge");
      sniffer.take(part);
      await keepPart(query, account.id, id, position, part);
      position += 1;
    }
    const form = sniffer.end();
    const first: string[][] = [];
    for await (const cells of readCsv(readParts(query, account.id, id), form)) {
      first.push(cells);
      if (first.length > LOOKED_AT) break;
    }
    const head = readHead(first, account.country);
    if (head.preview.length === 0) return await refuse("empty");
    await readyImport(query, account.id, id, form, head);
    return { ok: true, id, head, rows: Math.max(form.lines - (head.hasHeading ? 1 : 0), 0) };
  } catch (error) {
    await dropImport(query, account.id, id).catch(() => {});
    throw error;
  }

  async function refuse(why: "tooLarge" | "empty"): Promise<TakenFile> {
    await dropImport(query, account.id, id);
    return { ok: false, why };
  }
}

/** The same bytes in parts of one size. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    rest.push(chunk);
    size += chunk.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(rest);
    rest = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(rest);
}
