import {
  appendFileSync,
  closeSync,
  existsSync,
  fsync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  write,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Spool, type SpoolEntry, StoreUnavailable } from "../calls/ports.ts";

const sync = promisify(fsync);

type Waiter = { line: string; done: () => void; failed: (error: unknown) => void };

/**
 * A file of JSON lines in the data folder. An entry counts as kept once its line is fsynced; entries
 * that come together share one fsync. A line that a crash cut short was never acknowledged, and is
 * dropped when the file is read.
 *
 * What the store refuses for good (its account was deleted meanwhile) is set aside in a file of its
 * own and told to `onRefused`: it must not keep everything behind it from being written.
 */
export function keepSpool(dataFolder: string, onRefused: (error: unknown) => void = () => {}): Spool {
  const path = join(dataFolder, "spool.jsonl");
  const drained = join(dataFolder, "spool.draining.jsonl");
  const refused = join(dataFolder, "spool.refused.jsonl");
  let file: number | null = null;
  let queue: Waiter[] = [];
  let writing = false;
  let draining = false;
  // What an earlier run left behind waits too.
  let waiting = existsSync(path) || existsSync(drained);

  async function flush(): Promise<void> {
    if (writing) return;
    writing = true;
    try {
      while (queue.length > 0) {
        const batch = queue;
        queue = [];
        try {
          file ??= openSync(path, "a", 0o600);
          // A torn line of an earlier run must not swallow the first of ours.
          const text = `\n${batch.map((waiter) => waiter.line).join("\n")}\n`;
          await writeWhole(file, Buffer.from(text, "utf8"));
          await sync(file);
          for (const waiter of batch) waiter.done();
        } catch (error) {
          for (const waiter of batch) waiter.failed(error);
        }
      }
    } finally {
      writing = false;
    }
  }

  return {
    get waiting() {
      return waiting;
    },
    read: () => [drained, path].filter((file) => existsSync(file)).flatMap(readEntries),
    append(entry: SpoolEntry) {
      waiting = true;
      return new Promise<void>((done, failed) => {
        queue.push({ line: JSON.stringify(entry), done, failed });
        void flush();
      });
    },
    async drain(writeEntry) {
      if (draining) return 0;
      draining = true;
      let written = 0;
      try {
        for (;;) {
          if (!existsSync(drained)) {
            // Until the file is moved aside, appends go to it; from then on to a new one.
            if (writing || queue.length > 0) await flush().then(settle);
            if (writing || queue.length > 0) continue;
            if (file !== null) closeSync(file);
            file = null;
            if (!existsSync(path)) break;
            renameSync(path, drained);
          }
          for (const entry of readEntries(drained)) {
            try {
              await writeEntry(entry);
              written += 1;
            } catch (error) {
              if (error instanceof StoreUnavailable) throw error;
              appendFileSync(refused, `${JSON.stringify(entry)}\n`, { mode: 0o600, flush: true });
              onRefused(error);
            }
          }
          unlinkSync(drained);
        }
        waiting = false;
        return written;
      } finally {
        draining = false;
      }
    },
  };
}

/** One write may take less than all of it, where the disk fills up (write(2)); then the rest says so. */
async function writeWhole(file: number, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const offset = from;
    from += await new Promise<number>((done, failed) => {
      write(file, bytes, offset, bytes.length - offset, null, (error, written) =>
        error === null ? done(written) : failed(error),
      );
    });
  }
}

/** Gives writes in progress a turn of the event loop. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function readEntries(path: string): SpoolEntry[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line): SpoolEntry[] => {
      if (line === "") return [];
      try {
        return [JSON.parse(line) as SpoolEntry];
      } catch {
        return [];
      }
    });
}
