import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();

test("a file of leads is imported from the command line; what was refused is in a file with reasons", async () => {
  const settings = `account: { slug: acme, name: Acme, country: US, timezone: America/Chicago }
staff: [ { email: dana@acme.test, name: Dana } ]`;
  await runCommand(database(), ["apply", "settings"], { settings });
  const folder = await makeScratchFolder();
  const file = join(folder, "leads.csv");
  await writeFile(file, "Name;Phone;Owner\nAnna;312 555 0150;Dana\nBo;12;\nCy;312 555 0151;Eve\n");
  const run = (...more: string[]) =>
    runCommand(database(), ["leads", "import", file, "--account", "acme", ...more]);

  const bad = join(folder, "bad.csv");
  const first = await run("--refused", bad);
  expect(first).toMatchObject({ code: 1, out: "3 rows: 1 created, 0 updated, 0 unchanged, 2 refused\n" });
  expect(first.err).toBe(`The refused rows are in ${bad}, each with its reason.\n`);
  const refused = (await readFile(bad, "utf8")).split("\r\n");
  expect(refused[0]).toBe("\uFEFFName;Phone;Owner;reason");
  expect(refused[1]).toMatch(/^Bo;12;;"Phone: ""12"" is no phone number/);

  const again = await run();
  expect(again).toMatchObject({ code: 1, out: "3 rows: 0 created, 0 updated, 1 unchanged, 2 refused\n" });
  expect(again.err).toContain('row 3: Owner: there is no staff member "Eve"\n');
  const json = await run("--json", "--skip-existing");
  expect(JSON.parse(json.out)).toEqual({ rows: 3, created: 0, updated: 0, unchanged: 1, refused: 2 });

  expect(await run("--phone", "Fax")).toMatchObject({
    code: 1,
    err: "There is no column Fax. The columns are Name, Phone, Owner.\n",
  });
  expect((await runCommand(database(), ["leads", "import", "nowhere.csv", "--account", "acme"])).code).toBe(
    1,
  );
  expect((await runCommand(database(), ["leads", "import", file])).code).toBe(2);
});
