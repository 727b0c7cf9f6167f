import { join } from "node:path";
import { type Bucket, keepInBucket } from "./keep-in-bucket.ts";
import { keepInFolder } from "./keep-in-folder.ts";
import type { RecordingStore } from "./recording-store.ts";

/** Recordings wherever they are kept, and where those that come in are written first. */
export type Recordings = RecordingStore & {
  /** A folder beside those that are kept: what lies in it was never finished. */
  readonly incoming: string;
  /** The full name of a new recording's place, to be remembered. */
  place(name: string): string;
  /** As `find`, for what is remembered by its name alone: wherever it is. */
  findByName: RecordingStore["find"];
};

/**
 * New recordings go to the bucket, where there is one, else to files below the data folder. A place says which of the
 * two it is in, so that what was kept before a bucket came is still found.
 */
export function openRecordings(parts: { dataFolder: string; bucket: Bucket | null }): Recordings {
  const root = join(parts.dataFolder, "recordings");
  const folder = keepInFolder(root);
  const bucket = parts.bucket === null ? null : keepInBucket(parts.bucket);
  const choose = (place: string): { store: RecordingStore; name: string } => {
    const [, kind = "", name = ""] = /^(folder|bucket):(.+)$/.exec(place) ?? [];
    if (kind === "folder") return { store: folder, name };
    if (kind === "bucket" && bucket !== null) return { store: bucket, name };
    throw new Error(`a recording is in a bucket, and none is set: RINGRIGHT_S3_BUCKET`);
  };
  return {
    incoming: join(root, "incoming"),
    place: (name) => `${bucket === null ? "folder" : "bucket"}:${name}`,
    async put(place, file) {
      const { store, name } = choose(place);
      await store.put(name, file);
    },
    async open(place, range) {
      const { store, name } = choose(place);
      return store.open(name, range);
    },
    async find(place) {
      const { store, name } = choose(place);
      return store.find(name);
    },
    async findByName(name) {
      return (await bucket?.find(name)) ?? folder.find(name);
    },
    async remove(place) {
      const { store, name } = choose(place);
      await store.remove(name);
    },
  };
}
