import { readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, deflateRaw, inflateRawSync } from "node:zlib";

/**
 * A value as JSON, compressed and outside of V8's heap: as objects, settings and leads would be most of what the collector
 * of garbage walks through while callers wait, and they are needed only where the database is away.
 */
export type Packed<Value> = Buffer & { readonly value?: Value };

/** Soon rather than as small as can be, and in a thread of its own. */
export function pack<Value>(value: Value): Promise<Packed<Value>> {
  return deflate(JSON.stringify(value), { level: constants.Z_BEST_SPEED });
}

const deflate = promisify<string, { level: number }, Buffer>(deflateRaw);

export function unpack<Value>(packed: Packed<Value>): Value {
  return JSON.parse(inflateRawSync(packed).toString());
}

/**
 * Reads a file that has a value on each line, each when the one before was taken. Throws where it is missing, as before the
 * first start, or torn, as by a crash of the machine.
 */
export async function* readValues<Value>(
  path: string,
  parse: (line: string) => Value = JSON.parse,
): AsyncGenerator<Value> {
  // Not by Node's own lines: it ends them at U+2028 too, which may stand in anybody's name.
  const bytes = await readFile(path);
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf("\n", from);
    const to = end < 0 ? bytes.length : end;
    yield parse(bytes.toString("utf8", from, to));
    from = to + 1;
  }
}

/** Writes a value on each line. The files hold credentials and people's phones: for their owner only. Replaced whole or not at all. */
export async function writeValues(path: string, values: Iterable<Packed<unknown>>): Promise<void> {
  await writeFile(`${path}.new`, linesOf(values), { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

function* linesOf(values: Iterable<Packed<unknown>>): Generator<Buffer | string> {
  for (const value of values) {
    yield inflateRawSync(value);
    yield "\n";
  }
}
