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

const SEPARATORS = [",", ";", "\t"] as const;

/** The separator that stands most often in the first line, outside quotes. */
function separatorOf(text: string): CsvForm["separator"] {
  const first = /^(?:"(?:[^"]|"")*"|[^"\n])*/.exec(text.trimStart())?.[0] ?? "";
  const bare = first.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}
