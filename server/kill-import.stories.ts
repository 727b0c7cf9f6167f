import { expect, test } from "vitest";
import { makeApiKey } from "../access/api-key.ts";
import { insertApiKey } from "../store/keep-api-keys.ts";
import { type Database, openDatabase } from "../store/open-database.ts";
import { makePreparedFolder } from "../store/testing/prepared-folder.ts";
import { connectionTo, runServer } from "./testing/run-server.ts";
import { seedBusiness } from "./testing/seed-business.ts";
import { CREDENTIALS } from "./testing/sign-as-carrier.ts";

const ROWS = 9_000;
const BAD_EVERY = 1_000;

const FILE = [
  "Name,Phone",
  ...Array.from({ length: ROWS }, (_, row) => {
    const phone = `312 ${200 + Math.floor(row / 10_000)} ${String(row % 10_000).padStart(4, "0")}`;
    return `Person ${row},${row % BAD_EVERY === 7 ? "12" : phone}`;
  }),
].join("\n");

/** An owner's key to the seeded business. */
async function keyTo({ query }: Database): Promise<string> {
  const { key, ...made } = makeApiKey();
  const { id } = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  await insertApiKey(query, id, { key, ...made }, { role: "owner", label: null });
  return key;
}

test("killed in the middle of an import, twice: the next start goes on, and each row counts once", async () => {
  const dataFolder = await makePreparedFolder();
  let server = runServer(dataFolder);
  let port = 0;
  const isReady = async () => {
    const at = await server.ready;
    if (at === null) throw new Error(`it did not start: ${server.said()}`);
    port = at;
  };
  const killAndStart = async () => {
    server.process.kill("SIGKILL");
    await server.ended;
    server = runServer(dataFolder);
    await isReady();
  };
  await isReady();
  await seedBusiness({ connection: await connectionTo(dataFolder) }, {}, CREDENTIALS);
  const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = openDatabase(await connectionTo(dataFolder), { max: 1, patient: true });
    return work(database).finally(database.close);
  };
  const key = await withDatabase(keyTo);
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${key}`, ...init.headers };
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/accounts/acme${path}`, { ...init, headers });
    const body = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
    return body;
  };
  const { id, suggested } = await ask("/leads/imports", {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: FILE,
  });
  const work = `/leads/imports/${id}`;
  await ask(`${work}/start`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ columns: suggested, ifThere: "update" }),
  });

  let before = 0;
  const further = async () => Number((await ask(work)).done);
  for (let kills = 0; kills < 2; kills += 1) {
    await expect.poll(further, { interval: 5 }).toBeGreaterThan(before);
    await killAndStart();
    before = await further();
    expect(before).toBeLessThan(ROWS);
    // It counts as left lying after a minute, for which nobody waits here.
    await withDatabase(({ query }) =>
      query
        .updateTable("lead_import")
        .set({ touched_at: new Date(0) })
        .execute(),
    );
    await killAndStart();
  }

  await expect
    .poll(() => ask(work), { interval: 50 })
    .toMatchObject({
      state: "done",
      done: ROWS,
      created: ROWS - ROWS / BAD_EVERY,
      updated: 0,
      unchanged: 0,
      refused: ROWS / BAD_EVERY,
    });
  // Anna was there before.
  expect(await ask("/leads/count")).toMatchObject({ count: ROWS - ROWS / BAD_EVERY + 1 });
});
