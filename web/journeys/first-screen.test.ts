import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { WEB_FOLDER } from "../../server/serve-web.ts";

type Chunk = { file: string; css?: string[]; imports?: string[] };

/** What has to be loaded before the first page of somebody who is signed in shows. */
const FIRST_SCREEN = ["index.html", "pages/calls/calls-page.tsx"];
const BUDGET_BYTES = 300_000;

test.skipIf(!existsSync(WEB_FOLDER))(
  "the first screen is at most 300 kB of script and style, compressed",
  async () => {
    const manifest = JSON.parse(await readFile(join(WEB_FOLDER, ".vite/manifest.json"), "utf8")) as Record<
      string,
      Chunk
    >;
    const files = new Set<string>();
    const add = (name: string) => {
      const chunk = manifest[name];
      if (chunk === undefined) throw new Error(`${name} is not in the build`);
      if (files.has(chunk.file)) return;
      for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
      for (const other of chunk.imports ?? []) add(other);
    };
    for (const name of FIRST_SCREEN) add(name);
    let bytes = 0;
    for (const file of files) bytes += gzipSync(await readFile(join(WEB_FOLDER, file)), { level: 9 }).length;
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  },
);
