import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";

const SCRIPTS = fileURLToPath(new URL("../", import.meta.url));

/** Stands in for npm: counts its runs, and leaves what npm leaves. With FAKE_NPM=hang it stops half-way. */
const FAKE_NPM = `
const fs = require("node:fs");
fs.appendFileSync(process.env.NPM_RUNS, process.argv.slice(2, 4).join(" ") + "\\n");
console.log("npm chatter");
fs.rmSync("node_modules", { recursive: true, force: true });
fs.mkdirSync("node_modules/thing", { recursive: true });
if (process.env.FAKE_NPM === "hang") { fs.writeFileSync("half-way", String(process.pid)); setInterval(() => {}, 1000); }
else {
  const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
  if (process.argv.includes("--omit=dev")) delete lock.packages["node_modules/tester"];
  fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify(lock));
}`;

const LOCK = {
  packages: {
    "": { name: "tiny" },
    "node_modules/thing": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/tester": { version: "2.0.0", integrity: "sha512-b", dev: true },
    "node_modules/for-others": {
      version: "1.0.0",
      integrity: "sha512-c",
      optional: true,
      os: "none",
      cpu: "none",
    },
  },
};

const PROGRAM = `
const words: string[] = process.argv.slice(2);
if (words[0] === "wait") {
  const keep = setInterval(() => {}, 1000);
  process.on("SIGTERM", () => { console.log("draining"); clearInterval(keep); process.disconnect(); process.exitCode = 5; });
  process.on("disconnect", () => { console.log("alone"); clearInterval(keep); });
  console.log("ready");
} else if (words[0] === "exit") process.exit(Number(words[1]));
else console.log(JSON.stringify({ words, connected: process.connected, cache: process.env.NODE_COMPILE_CACHE }));
`;

type Project = { folder: string; env: NodeJS.ProcessEnv; runs(): Promise<string[]> };

async function makeProject(): Promise<Project> {
  const folder = await makeScratchFolder(0o755);
  await cp(SCRIPTS, join(folder, "scripts"), { recursive: true });
  for (const room of ["server", "scripts"]) await mkdir(join(folder, room), { recursive: true });
  await writeFile(join(folder, "server/main.ts"), PROGRAM);
  await writeFile(join(folder, "scripts/test.ts"), PROGRAM);
  await writeFile(join(folder, "package.json"), '{"name":"tiny","type":"module"}');
  await writeFile(join(folder, "package-lock.json"), JSON.stringify(LOCK));
  await mkdir(join(folder, "npm"));
  await writeFile(join(folder, "npm/package.json"), '{"type":"commonjs"}');
  await writeFile(join(folder, "npm/npm-cli.js"), FAKE_NPM);
  const { NODE_COMPILE_CACHE: _, ...outer } = process.env;
  const env = { ...outer, npm_execpath: join(folder, "npm/npm-cli.js"), NPM_RUNS: join(folder, "runs") };
  const runs = async () =>
    (await readFile(join(folder, "runs"), "utf8").catch(() => "")).split("\n").slice(0, -1);
  return { folder, env, runs };
}

type Result = { code: number; stdout: string; stderr: string };

function launch(project: Project, words: string[], user?: { uid: number; gid: number }): Promise<Result> {
  return new Promise((resolve) => {
    const args = [join(project.folder, "scripts/launch.mjs"), ...words];
    execFile(process.execPath, args, { ...user, env: project.env, cwd: "/" }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function begin(project: Project, words: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(project.folder, "scripts/launch.mjs"), ...words], {
    env: project.env,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Collects what a program says; `heard` waits for a word. */
function listen(child: ChildProcess): { heard(word: string): Promise<void> } {
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += String(chunk);
  });
  return { heard: (word) => expect.poll(() => said).toContain(word) };
}

/** Begins an install that never ends by itself, and waits until npm is half-way. */
async function beginHangingInstall(project: Project): Promise<{ launcher: ChildProcess; npm: number }> {
  const launcher = begin({ ...project, env: { ...project.env, FAKE_NPM: "hang" } }, ["server/main.ts"]);
  const read = () => readFile(join(project.folder, "half-way"), "utf8").catch(() => "");
  await expect.poll(read).not.toBe("");
  return { launcher, npm: Number(await read()) };
}

test("a fresh clone installs once, without development packages, and stdout is the program's alone", async () => {
  const project = await makeProject();
  const first = await launch(project, ["--quiet", "server/main.ts", "a", "b"]);
  const cache = join(project.folder, ".cache/compiled");
  expect(JSON.parse(first.stdout)).toEqual({ words: ["a", "b"], connected: true, cache });
  expect(first.stderr).toMatch(/^Installing packages/);
  expect(await launch(project, ["server/main.ts"])).toMatchObject({ code: 0, stderr: "" });
  expect(await project.runs()).toEqual(["ci --omit=dev"]);
});

test("the tests need everything; a full install then serves the server too; a new lockfile installs again", async () => {
  const project = await makeProject();
  await launch(project, ["server/main.ts"]);
  await launch(project, ["scripts/test.ts"]);
  await launch(project, ["server/main.ts"]);
  expect(await project.runs()).toEqual(["ci --omit=dev", "ci --include=dev"]);
  const newer = {
    packages: { ...LOCK.packages, "node_modules/more": { version: "1.0.0", integrity: "sha512-d" } },
  };
  await writeFile(join(project.folder, "package-lock.json"), JSON.stringify(newer));
  await launch(project, ["server/main.ts"]);
  expect(await project.runs()).toHaveLength(3);
});

test("a developer's own install is accepted as it is", async () => {
  const project = await makeProject();
  await mkdir(join(project.folder, "node_modules"));
  await writeFile(join(project.folder, "node_modules/.package-lock.json"), JSON.stringify(LOCK));
  expect((await launch(project, ["scripts/test.ts"])).code).toBe(0);
  expect(await project.runs()).toEqual([]);
});

test("an install that was killed half-way is noticed and done again, once its npm has ended", async () => {
  const project = await makeProject();
  const { launcher, npm } = await beginHangingInstall(project);
  launcher.kill("SIGKILL");
  await once(launcher, "exit");
  const next = begin(project, ["server/main.ts", "wait"]);
  const said = listen(next);
  const [words] = await once(next.stderr ?? next, "data");
  expect(String(words)).toMatch(/Another start is installing/);
  process.kill(npm, "SIGKILL");
  await said.heard("ready");
  expect(await project.runs()).toHaveLength(2);
});

test("a Ctrl-C during the install ends npm and the launcher", async () => {
  const { launcher } = await beginHangingInstall(await makeProject());
  launcher.kill("SIGINT");
  expect(await once(launcher, "exit")).toEqual([130, null]);
});

test("of two launchers at once one installs", async () => {
  const project = await makeProject();
  const both = await Promise.all([launch(project, ["server/main.ts"]), launch(project, ["server/main.ts"])]);
  expect(both.map((one) => one.code)).toEqual([0, 0]);
  expect(await project.runs()).toHaveLength(1);
});

test("an installed project runs for a user who may not write in it; one not installed says so", async () => {
  if (process.getuid?.() !== 0) return;
  const project = await makeProject();
  const nobody = { uid: 65534, gid: 65534 };
  const refused = await launch(project, ["server/main.ts"], nobody);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be written \(EACCES\)/) });
  await launch(project, ["server/main.ts"]);
  await rm(join(project.folder, "node_modules/.ringright-install.json"));
  await chmod(project.folder, 0o555);
  const { code, stdout } = await launch(project, ["server/main.ts", "x"], nobody);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).words).toEqual(["x"]);
});

test("signals and exit codes pass through", async () => {
  const project = await makeProject();
  expect((await launch(project, ["server/main.ts", "exit", "3"])).code).toBe(3);
  const child = begin(project, ["server/main.ts", "wait"]);
  await listen(child).heard("ready");
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([5, null]);
});

test("the program hears when the launcher is killed", async () => {
  const project = await makeProject();
  await launch(project, ["server/main.ts"]);
  const child = begin(project, ["server/main.ts", "wait"]);
  const said = listen(child);
  await said.heard("ready");
  child.kill("SIGKILL");
  await said.heard("alone");
});

test("the program is ended when npm's shell is gone, which passes no signal on", async () => {
  const project = await makeProject();
  await launch(project, ["server/main.ts"]);
  const launcher = join(project.folder, "scripts/launch.mjs");
  // The colon keeps the shell: it would otherwise become the launcher, as npm's does not.
  const shell = spawn("sh", ["-c", `"${process.execPath}" "${launcher}" server/main.ts wait; :`], {
    env: project.env,
  });
  onTestFinished(() => void shell.kill("SIGKILL"));
  const said = listen(shell);
  await said.heard("ready");
  shell.kill("SIGTERM");
  await said.heard("draining");
});

test("Node versions that run TypeScript without a flag", async () => {
  const module: string = new URL("./choose-runtime.mjs", import.meta.url).href;
  const { runsTypeScript } = (await import(module)) as { runsTypeScript: (version: string) => boolean };
  const versions = ["20.20.2", "22.17.1", "22.18.0", "23.5.0", "23.6.0", "24.0.0", "26.10.0"];
  expect(versions.filter(runsTypeScript)).toEqual(["22.18.0", "23.6.0", "24.0.0", "26.10.0"]);
});
