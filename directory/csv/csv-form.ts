/** How a CSV file is written: programs for tables don't agree, and the file does not say. */
export type CsvForm = {
  encoding: "utf-8" | "utf-16le" | "windows-1252";
  separator: "," | ";" | "\t";
  /** Lines with something on them outside quotes; the first may be a heading. */
  lines: number;
};

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const HEAD_BYTES = 65_536;

/** Looks at a file as it comes in, chunk by chunk, and says at its end how it is written. */
export function createFormSniffer(): { take(chunk: Uint8Array): void; end(): CsvForm } {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  let quoted = false;
  let lines = 0;
  let filled = false;
  let head = Buffer.alloc(0);

  function decode(chunk: Uint8Array | undefined): void {
    if (!isUtf8) return;
    try {
      utf8.decode(chunk, { stream: chunk !== undefined });
    } catch {
      isUtf8 = false;
    }
  }

  return {
    take(chunk) {
      decode(chunk);
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      for (const byte of chunk) {
        if (byte === QUOTE) quoted = !quoted;
        else if (byte === LINE_FEED && !quoted) {
          if (filled) lines += 1;
          filled = false;
          continue;
        }
        if (byte > 0x20) filled = true;
      }
    },
    end() {
      decode(undefined);
      const wide = head[0] === 0xff && head[1] === 0xfe;
      // What is not UTF-8 was most likely saved by a program for tables on Windows.
      const encoding = wide ? "utf-16le" : isUtf8 ? "utf-8" : "windows-1252";
      const text = new TextDecoder(encoding).decode(head, { stream: true });
      return { encoding, separator: separatorOf(text), lines: lines + (filled ? 1 : 0) };
    },
  };
}

/** In the order in which they are believed: a name may hold a comma, but hardly a tab. */
const SEPARATORS = ["\t", ";", ","] as const;
const LINES_LOOKED_AT = 10;

/** The separator that every one of the first lines has most often, outside quotes; else the first line. */
function separatorOf(text: string): CsvForm["separator"] {
  const bare = text.trimStart().replaceAll(/(^|[,;\t\n])"(?:[^"]|"")*"/g, "$1");
  const lines = bare
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, LINES_LOOKED_AT);
  const [best] = SEPARATORS.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    return { separator, everywhere: Math.min(...counts), first: counts[0] ?? 0 };
  }).sort((one, other) => other.everywhere - one.everywhere || other.first - one.first);
  return best === undefined || best.first === 0 ? "," : best.separator;
}
