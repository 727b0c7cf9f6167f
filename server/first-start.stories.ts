import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import type { PresentedCall } from "../calls/present-call.ts";
import { createCarrier, realClock } from "../simulator/index.ts";
import { freePort } from "../store/testing/free-port.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { ANNA, DANA, FORWARDING, LINE } from "./testing/start-house.ts";

const run = promisify(execFile);
/** The first start installs packages from the registry. */
const START_MS = 400_000;
const PROJECT = fileURLToPath(new URL("..", import.meta.url));
const SID = `AC${"0".repeat(31)}1`;
const SETTINGS = `
account: { slug: acme, name: Acme Roofing, country: US, timezone: America/Chicago, companyPhone: "+13125550100" }
carriers: [ { id: main, kind: twilio, accountSid: ${SID}, authToken: secret, apiBaseUrl: "http://127.0.0.1:9" } ]
staff: [ { email: dana@acme.test, name: Dana, phone: "${DANA}" } ]
numbers: [ { number: "${LINE}", label: Leeds line, carrier: main, forwardingNumber: "${FORWARDING}" } ]
leads: [ { name: Anna Berg, phones: ["${ANNA}"], assignedTo: dana@acme.test } ]
`;

test("a new user: clone, npm start, apply, a call that the second rung answers, its story, Ctrl-C", async () => {
  const folder = await cloneProject();
  const port = await freePort();
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), LOG_LEVEL: "warn" };
  for (const name of Object.keys(env))
    if (/^(npm_|VITEST|NODE_ENV|NODE_COMPILE_CACHE)/.test(name)) delete env[name];
  const first = await start(folder, env);

  await writeFile(join(folder, "acme.yaml"), SETTINGS);
  const ringright = async (...args: string[]) =>
    (
      await run("npm", ["run", "--silent", "ringright", "--", ...args], {
        cwd: folder,
        env,
      })
    ).stdout;
  expect(await ringright("apply", "acme.yaml")).toContain("5 created");

  const carrier = createCarrier({ kind: "twilio", accountSid: SID, authToken: "secret", clock: realClock() });
  const hooks = `http://127.0.0.1:${port}/hooks/twilio/main`;
  carrier.addNumber({ number: LINE, voiceUrl: `${hooks}/voice`, statusCallback: `${hooks}/status` });
  carrier.phone(DANA, { does: "busy", after: 0 });
  carrier.phone(FORWARDING, {
    does: "answers",
    after: 0,
    presses: [{ key: "1", after: 1.2 }],
    hangsUpAfter: 1,
  });
  const heard = await carrier.call({ from: ANNA, to: LINE }).ended;
  await carrier.idle();
  expect(heard.connectedTo).toBe(FORWARDING);
  expect(carrier.violations).toEqual([]);

  const listed = JSON.parse(await ringright("calls", "--account", "acme", "--json")) as {
    items: PresentedCall[];
  };
  expect(listed.items).toMatchObject([{ outcome: "answered", answeredBy: { rung: "forwarding" } }]);
  const story = await ringright("story", listed.items[0]?.id ?? "", "--account", "acme");
  expect(story).toMatch(/Rang Dana on \+13125550101 \d s: busy\./);
  expect(story).toContain("answered by the forwarding number");

  const key = (await ringright("api-key", "create", "--account", "acme", "--role", "owner")).trim();
  const api = `http://127.0.0.1:${port}/api/v1/accounts/acme`;
  const answer = await fetch(`${api}/calls`, { headers: { authorization: `Bearer ${key}` } });
  expect(((await answer.json()) as typeof listed).items).toHaveLength(1);
  expect((await fetch(`${api}/calls`)).status).toBe(401);

  await end(folder, () => first.kill("SIGTERM"));
  await expect.poll(() => postgresOf(folder)).toBeNull();

  // The second start finds everything, after a kill that nothing could prepare for.
  await start(folder, env);
  const [server = 0, ...others] = await serversOf(folder);
  expect(others).toEqual([]);
  await end(folder, () => process.kill(server, "SIGKILL"));
  const third = await start(folder, env);
  expect(await ringright("calls", "--account", "acme")).toContain("answered by the forwarding number");
  await end(folder, () => third.kill("SIGTERM"));
  await expect.poll(() => postgresOf(folder)).toBeNull();
});

/** A folder with what a clone of this working tree would hold. */
async function cloneProject(): Promise<string> {
  const folder = await makeScratchFolder(0o755);
  const { stdout } = await run("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: PROJECT,
    maxBuffer: 1 << 24,
  });
  for (const file of stdout.split("\n").filter((line) => line !== "")) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(PROJECT, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      // A file deleted in the working tree is still listed.
      if (error.code !== "ENOENT") throw error;
    });
  }
  return folder;
}

async function start(folder: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, "SIGKILL");
  });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("Ringright is ready at")) resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    const timer = setTimeout(
      () => reject(new Error(`npm start is not ready: ${said.slice(-2000)}`)),
      START_MS,
    );
    onTestFinished(() => clearTimeout(timer));
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}: ${said.slice(-2000)}`)));
  });
  return child;
}

/** Ends the server in some way, and waits until its process is gone. */
async function end(folder: string, how: () => unknown): Promise<void> {
  how();
  await expect.poll(() => serversOf(folder)).toEqual([]);
}

/** The embedded PostgreSQL's process, or null when none runs. */
async function postgresOf(folder: string): Promise<number | null> {
  const location = await readFile(join(folder, "data/postgres.location"), "utf8").catch(() => "");
  const cluster = location.trim() === "" ? join(folder, "data/postgres") : location.trim();
  const pid = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  return pid === "" ? null : Number(pid.split("\n")[0]);
}

/** The servers' own processes: those that run server/main.ts of this folder. */
async function serversOf(folder: string): Promise<number[]> {
  const { stdout } = await run("ps", ["-eo", "pid=,stat=,args="]);
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, stat, ...args]) => stat?.startsWith("Z") === false && args.includes(join(folder, "server/main.ts")),
    )
    .map(([pid]) => Number(pid));
}
