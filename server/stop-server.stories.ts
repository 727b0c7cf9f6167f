import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../store/open-database.ts";
import { makePreparedFolder } from "../store/testing/prepared-folder.ts";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { connectionTo, postgresProcesses, runServer, type ServerProcess } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS, sendSigned, signedRequest } from "./testing/sign-as-carrier.ts";
import { ANNA, LINE } from "./testing/start-house.ts";

const ARRIVAL = {
  path: "/hooks/twilio/main/voice",
  params: { CallSid: "CA-1", From: ANNA, To: LINE, CallStatus: "ringing" },
};

async function portOf(server: ServerProcess): Promise<number> {
  const port = await server.ready;
  if (port === null) throw new Error(`it did not start: ${server.said()}`);
  return port;
}

/** The server's PostgreSQL is stopped in good order. */
async function expectNoPostgres(dataFolder: string): Promise<void> {
  expect(await postgresProcesses(dataFolder)).toEqual([]);
  expect(existsSync(join(dataFolder, "postgres/postmaster.pid"))).toBe(false);
}

/** Begins a request and keeps its last byte back: it is in progress until `finish`. */
async function beginRequest(port: number): Promise<{ finish(): Promise<string> }> {
  const { headers, body } = signedRequest(ARRIVAL);
  const lines = Object.entries({ host: "127.0.0.1", ...headers, "content-length": String(body.length) });
  const socket: Socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  let heard = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    heard += chunk;
  });
  // "Expect" makes the server say that it has begun with the request (RFC 9110 §10.1.1).
  const head = [...lines, ["expect", "100-continue"]]
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n");
  socket.write(`POST ${ARRIVAL.path} HTTP/1.1\r\n${head}\r\n\r\n${body.slice(0, -1)}`);
  await expect.poll(() => heard).toContain("100 Continue");
  return {
    async finish() {
      socket.write(body.slice(-1));
      await once(socket, "close");
      return heard;
    },
  };
}

describe("told to stop", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "%s: the request in progress is answered, PostgreSQL is stopped, and it ends with 0",
    async (signal) => {
      const dataFolder = await makePreparedFolder();
      const server = runServer(dataFolder, { LOG_LEVEL: "info" });
      const port = await portOf(server);
      const request = await beginRequest(port);
      server.process.kill(signal);
      await expect.poll(() => server.said()).toContain("Stopping");
      expect(await request.finish()).toContain("HTTP/1.1 403");
      expect(await server.ended).toBe(0);
      await expectNoPostgres(dataFolder);
    },
  );

  test("a call that comes in at that moment is answered and kept", async () => {
    const dataFolder = await makePreparedFolder();
    const first = runServer(dataFolder);
    await portOf(first);
    await seedBusiness({ connection: await connectionTo(dataFolder) }, {}, CREDENTIALS);
    first.process.kill("SIGTERM");
    expect(await first.ended).toBe(0);

    const server = runServer(dataFolder, { LOG_LEVEL: "info" });
    const request = await beginRequest(await portOf(server));
    server.process.kill("SIGTERM");
    await expect.poll(() => server.said()).toContain("Stopping");
    const answered = await request.finish();
    expect(answered).toContain("HTTP/1.1 200");
    expect(await server.ended).toBe(0);

    // Started again, it gives the same answer to the same request.
    const again = runServer(dataFolder);
    const { body } = await sendSigned(await portOf(again), ARRIVAL);
    expect(answered.endsWith(body)).toBe(true);
  });

  test("the launcher is gone: it stops by itself", async () => {
    const dataFolder = await makePreparedFolder();
    const server = runServer(dataFolder);
    await portOf(server);
    server.process.disconnect();
    expect(await server.ended).toBe(0);
    await expectNoPostgres(dataFolder);
  });

  test.each<[what: string, tell: (server: ServerProcess) => void]>([
    ["by a signal", (server) => server.process.kill("SIGTERM")],
    ["by the launcher's end", (server) => server.process.disconnect()],
  ])("%s while it is still starting: no PostgreSQL stays behind", async (_what, tell) => {
    const dataFolder = await makeScratchFolder();
    const server = runServer(dataFolder);
    const note = join(dataFolder, "postgres/postmaster.pid");
    await expect.poll(() => existsSync(note), { interval: 5 }).toBe(true);
    tell(server);
    expect(await server.ended).toBe(0);
    await expectNoPostgres(dataFolder);
  });
});

describe("it can't start, says why in words, and leaves nothing behind", () => {
  test("the port is in use", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const dataFolder = await makePreparedFolder();
    const server = runServer(dataFolder, { PORT: String(port) });
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain("The port is in use already");
    await expectNoPostgres(dataFolder);
  });

  test("it runs already, on the same folder and port: the one that runs keeps its database", async () => {
    const dataFolder = await makePreparedFolder();
    const server = runServer(dataFolder);
    const port = await portOf(server);
    const second = runServer(dataFolder, { PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain("is Ringright running?");
    expect(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).toEqual({
      status: "ready",
      degraded: [],
    });
    expect(await postgresProcesses(dataFolder)).not.toEqual([]);
  });

  test.each([
    ["PORT", "eighty"],
    ["DATABASE_URL", "mysql://localhost/ringright"],
    ["PUBLIC_URL", "calls.example.com"],
    ["LOG_LEVEL", "loud"],
  ])("the environment variable %s is wrong", async (name, value) => {
    const dataFolder = await makeScratchFolder();
    const server = runServer(dataFolder, { [name]: value });
    expect(await server.ended).toBe(1);
    expect(server.said()).toMatch(new RegExp(`settings of the environment are wrong:\\n${name}: expected`));
    expect(existsSync(join(dataFolder, "postgres"))).toBe(false);
  });

  test.each(["--help", "--port=80"])("it was given an argument: %s", async (word) => {
    const dataFolder = await makeScratchFolder();
    const server = runServer(dataFolder, {}, [word]);
    expect(await server.ended).toBe(2);
    expect(server.said()).toContain(`no argument "${word}"`);
    expect(existsSync(join(dataFolder, "postgres"))).toBe(false);
  });

  test("the database was written by a newer Ringright", async () => {
    const dataFolder = await makePreparedFolder();
    const server = runServer(dataFolder);
    await portOf(server);
    const { pool, close } = openDatabase(await connectionTo(dataFolder), { max: 1 });
    await pool
      .query("INSERT INTO kysely_migration VALUES ('999-from-the-future', '2099-01-01')")
      .finally(close);
    server.process.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    const older = runServer(dataFolder);
    expect(await older.ended).toBe(1);
    expect(older.said()).toContain("999-from-the-future");
    await expectNoPostgres(dataFolder);
  });
});

test("after a kill -9 the next start takes the running PostgreSQL over, and stops it in the end", async () => {
  const dataFolder = await makePreparedFolder();
  const killed = runServer(dataFolder);
  await portOf(killed);
  killed.process.kill("SIGKILL");
  expect(await killed.ended).toBe("SIGKILL");
  expect(await postgresProcesses(dataFolder)).not.toEqual([]);
  const next = runServer(dataFolder, { LOG_LEVEL: "info" });
  await portOf(next);
  expect(next.said()).toContain('"adopted":true');
  next.process.kill("SIGTERM");
  expect(await next.ended).toBe(0);
  await expectNoPostgres(dataFolder);
});
