import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import type { CsvForm } from "./csv-form.ts";

/**
 * The rows of a CSV file, each with its cells as they stand, read piece by piece. Nothing is left out but
 * empty lines; a quote that stands where none should is part of its cell.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  { encoding, separator }: Pick<CsvForm, "encoding" | "separator">,
): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  // An error before the parser reaches the reader below through it.
  const flowing = pipeline(Readable.from(decode(chunks, encoding)), parser).catch(() => {});
  try {
    for await (const cells of parser as AsyncIterable<string[]>) yield cells;
  } finally {
    parser.destroy();
    await flowing;
  }
}

/** Text from bytes; the mark at the beginning is no part of it. */
async function* decode(
  chunks: AsyncIterable<Uint8Array>,
  encoding: CsvForm["encoding"],
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
