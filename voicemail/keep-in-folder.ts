import { createReadStream } from "node:fs";
import { chmod, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { RecordingMissing, type RecordingStore } from "./recording-store.ts";

/** Keeps recordings as files below a folder, which is made when the first one comes. */
export function keepInFolder(folder: string): RecordingStore {
  return {
    async put(place, file) {
      const path = join(folder, place);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await chmod(file.path, 0o600);
      // Within one file system, so there is the whole file or none.
      await rename(file.path, path);
      await syncFolder(dirname(path));
    },
    async open(place, { first, last }) {
      const path = join(folder, place);
      const size = await stat(path).then(
        (found) => found.size,
        (error: unknown) => {
          throw isMissing(error)
            ? new RecordingMissing(`there is no file ${place}`, { cause: error })
            : error;
        },
      );
      if (size <= last) throw new RecordingMissing(`the file ${place} is shorter than it was`);
      return Readable.toWeb(
        createReadStream(path, { start: first, end: last }),
      ) as ReadableStream<Uint8Array>;
    },
    async find(place) {
      const path = join(folder, place);
      const found = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      return (
        found && {
          bytes: found.size,
          body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
        }
      );
    },
    remove: (place) => rm(join(folder, place), { force: true }),
  };
}

/** A renamed file survives a power cut only once its folder is on the disk (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing as opening a folder.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
