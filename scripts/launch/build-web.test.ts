import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { expectConsole } from "../../store/testing/expect-console.ts";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";

const FAKE_VITE = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
const out = process.argv[process.argv.indexOf("--outDir") + 1];
appendFileSync("runs", "run\\n");
if (process.env.FAKE_VITE === "fail") { console.error("no such component"); process.exit(1); }
mkdirSync(out, { recursive: true });
mkdirSync(out + "/assets");
writeFileSync(out + "/index.html", "built");
writeFileSync(out + "/assets/main-abc.js", "export {};");
writeFileSync(out + "/assets/logo-abc.png", "picture");
`;

const module: string = new URL("./build-web.mjs", import.meta.url).href;
const { buildWeb } = (await import(module)) as {
  buildWeb: (build: { project: string; runtime: string; quiet: boolean }) => Promise<void>;
};

let project: string;
beforeEach(async () => {
  project = await makeScratchFolder(0o755);
  await mkdir(join(project, "web/pages"), { recursive: true });
  await mkdir(join(project, "node_modules/vite/bin"), { recursive: true });
  await writeFile(join(project, "node_modules/vite/package.json"), '{"type":"module"}');
  await writeFile(join(project, "node_modules/vite/bin/vite.js"), FAKE_VITE);
  await writeFile(join(project, "web/index.html"), "<html>");
  await writeFile(join(project, "web/pages/calls.tsx"), "1");
});
const build = () => buildWeb({ project, runtime: process.execPath, quiet: true });
const runs = async () => (await readFile(join(project, "runs"), "utf8")).split("\n").length - 1;
const served = () => readFile(join(project, "web/dist/index.html"), "utf8");

test("it is built once, and again when a file of it has changed", async () => {
  await build();
  await build();
  expect(await runs()).toBe(1);
  expect(await served()).toBe("built");
  await writeFile(join(project, "web/pages/calls.tsx"), "2");
  await build();
  expect(await runs()).toBe(2);
});

test("what browsers are sent compressed lies beside it", async () => {
  await build();
  const assets = join(project, "web/dist/assets");
  expect((await readdir(assets)).sort()).toEqual([
    "logo-abc.png",
    "main-abc.js",
    "main-abc.js.br",
    "main-abc.js.gz",
  ]);
  expect(gunzipSync(await readFile(join(assets, "main-abc.js.gz"))).toString()).toBe("export {};");
  expect(brotliDecompressSync(await readFile(join(assets, "main-abc.js.br"))).toString()).toBe("export {};");
});

test("another time on the same files is no change", async () => {
  await build();
  await utimes(join(project, "web/index.html"), new Date(0), new Date(0));
  await build();
  expect(await runs()).toBe(1);
});

test("a build that fails is said, and what was built before is served", async () => {
  await build();
  await writeFile(join(project, "web/pages/calls.tsx"), "3");
  process.env.FAKE_VITE = "fail";
  expectConsole(/the one built before is served: no such component/);
  await build().finally(() => delete process.env.FAKE_VITE);
  expect(await served()).toBe("built");
});
