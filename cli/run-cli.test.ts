import { beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_PLAN } from "../campaigns/campaign-plan.ts";
import { insertCampaign } from "../store/campaigns/keep-campaigns.ts";
import { noteOutreach } from "../store/campaigns/note-outreach.ts";
import { deleteRows } from "../store/testing/empty-database.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();
beforeEach(async () => {
  await deleteRows(database().pool);
});

const ACME = `account: { slug: acme, name: Acme Roofing, country: US, timezone: America/Chicago, companyPhone: "+13125550100" }
carriers:
  - { id: main, kind: twilio, accountSid: AC1, authToken: s3cret }
staff:
  - { email: dana@acme.test, name: Dana, phone: "+13125550101", ringSeconds: 15 }
numbers:
  - { number: "+13125550111", label: Leeds line, carrier: main, forwardingNumber: "+13125550102" }
leads:
  - { name: Anna Berg, phones: ["+13125550123"], assignedTo: dana@acme.test }
`;
const run = (...args: string[]) => runCommand(database(), args, { "acme.yaml": ACME });

describe("an operator sets up a business from a file", () => {
  test("applies it, sees that it says the same again, and asks who rings", async () => {
    expect(await run("apply", "acme.yaml")).toEqual({
      code: 0,
      out: "acme: 5 created, 0 changed, 0 unchanged\n",
      err: "",
    });
    expect((await run("apply", "acme.yaml")).out).toBe("acme: nothing changed (5 unchanged)\n");
    const { code, out } = await run("who-rings", "312 555 0123", "+13125550111");
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "+13125550123 (the lead Anna Berg) calls +13125550111:
        leadUser    rings +13125550101 15 s: Dana, to whom the lead Anna Berg is assigned, rings for 15 s.
        numberUser  skipped (notSet): This number has no user.
        forwarding  rings +13125550102 20 s: The forwarding number +13125550102 rings for 20 s.
        company     rings +13125550100 20 s: The company phone +13125550100 rings for 20 s.
        If nobody answers, the caller is asked for a message.
      "
    `);
    const decision = JSON.parse((await run("who-rings", "withheld", "+13125550111", "--json")).out).decision;
    expect(decision.plan.map(({ rung }: { rung: string }) => rung)).toEqual(["forwarding", "company"]);
    expect((await run("check")).out).toBe("Nothing found.\n");
  });

  test("who rings says after which campaign somebody would call back, and whose phone rings then", async () => {
    await run("apply", "acme.yaml");
    const { query } = database();
    const { id: accountId } = await query.selectFrom("account").select("id").executeTakeFirstOrThrow();
    const { id: userId } = await query.selectFrom("staff").select("id").executeTakeFirstOrThrow();
    const at = Date.parse("2026-05-04T12:00:00Z");
    const campaign = { name: "Spring offer", kind: "call" as const, plan: DEFAULT_PLAN };
    const campaignId = await insertCampaign(query, accountId, campaign, { actor: "Olga", now: at });
    const [phone, number] = ["+13125550123", "+13125550111"];
    await noteOutreach(query, { accountId, phone, number, at, kind: "call", campaignId, userId });
    const ask = (when: string) => run("who-rings", phone, number, "--at", when);
    const lines = (await ask("2026-05-04T15:00:00Z")).out.split("\n");
    expect(lines).toContain(
      "  Calling back after Spring offer, in which Dana called them from this number 3 hours before.",
    );
    expect(lines.find((line) => line.includes("leadUser"))).toMatch(/rings \+13125550101 15 s: Dana/);
    // Before it, and long after it, it is no callback.
    expect((await ask("2026-05-04T11:00:00Z")).out).not.toMatch(/Calling back/);
    expect((await ask("2026-06-04T12:00:00Z")).out).not.toMatch(/Calling back/);
  });

  test("a dry run on a new installation shows everything that would be, but no secret", async () => {
    const { out } = await run("apply", "acme.yaml", "--dry-run");
    expect(out).toContain("acme: would be 5 created");
    expect(out).toContain("  + staff dana@acme.test\n");
    expect(out).toContain("authToken: (secret)");
    expect(out).not.toContain("s3cret");
    expect((await run("export")).code).toBe(1);
  });

  test("mistakes are told by line and field, and nothing is applied", async () => {
    const file = ACME.replace("+13125550101", "911").replace("carrier: main", "carrier: mian, colour: red");
    const ran = await runCommand(database(), ["apply", "bad.yaml"], { "bad.yaml": file });
    expect(ran.code).toBe(1);
    expect(ran.err.split("\n").map((line) => line.slice(0, 50))).toMatchInlineSnapshot(`
      [
        "bad.yaml:5: staff[0].phone: "911" is no phone numb",
        "bad.yaml:7: numbers[0].colour: is not a known fiel",
        "Nothing was applied.",
        "",
      ]
    `);
    const json = await runCommand(database(), ["apply", "bad.yaml", "--json"], { "bad.yaml": file });
    expect(JSON.parse(json.out).errors[0]).toMatchObject({ line: 5, field: "staff[0].phone" });
    expect((await run("export")).err).toBe("There is no account yet.\n");
  });

  test("a file that is no YAML is refused with its line", async () => {
    const ran = await runCommand(database(), ["apply", "x"], { x: "account:\n  slug: acme\n name: [\n" });
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/^x:3: /);
    expect((await runCommand(database(), ["apply", "x"], { x: "just words" })).err).toMatch(
      /^x:1: expected the sections/,
    );
    expect((await runCommand(database(), ["apply", "x"], { x: "" })).err).toMatch(
      /^x:1: expected the sections/,
    );
    expect((await runCommand(database(), ["apply", "y"])).err).toMatch(/^y can't be read/);
  });

  test("a JSON file's mistakes have lines too", async () => {
    const x = '{\n  "account": {"slug": "acme"},\n  "staff": [\n    {"email": "x"}\n  ]\n}';
    const ran = await runCommand(database(), ["apply", "x"], { x });
    expect(ran.err).toMatch(/^x:4: staff\[0\]\.email: expected an e-mail/m);
    expect((await runCommand(database(), ["apply", "x"], { x: '{\n "account": {,\n}' })).err).toMatch(
      /^x:[23]: /,
    );
  });
});

test("a number that is not known is answered with those that are", async () => {
  await run("apply", "acme.yaml");
  const { code, err } = await run("who-rings", "withheld", "+13125550112");
  expect(code).toBe(1);
  expect(err).toBe('TO: "+13125550112" is none of the numbers here: the numbers are +13125550111\n');
  expect((await run("who-rings", "nonsense", "+13125550111")).err).toMatch(
    /^FROM: "nonsense" is no phone number/,
  );
  expect((await run("who-rings", "withheld", "+13125550111", "--at", "noon")).code).toBe(1);
});

test("who rings at another time: of the account's clock, or one with an offset", async () => {
  const account = "account: { slug: acme, name: Acme, country: US, timezone: America/Chicago";
  const file = `${account}, companyPhone: "+13125550100", hours: { mon: ["09:00-18:00"] } }\n`;
  await run("apply", "acme.yaml");
  expect((await runCommand(database(), ["apply", "hours"], { hours: file })).code).toBe(0);
  const ask = async (at: string) => (await run("who-rings", "withheld", "+13125550111", "--at", at)).out;
  expect(await ask("2026-03-02T17:59")).not.toContain("closed");
  expect(await ask("2026-03-02T18:00")).toContain(
    "\n  The business has been closed since 18:00; it opens 9 Mar 09:00.\n",
  );
  expect(await ask("2026-03-02T17:59:00Z")).not.toContain("closed");
  expect(await ask("2026-03-03T01:00:00+01:00")).toContain("closed since 18:00");
});

test("an API key is printed alone, listed without it, and taken back", async () => {
  await run("apply", "acme.yaml");
  const { out } = await run("api-key", "create", "--account", "acme", "--role", "member", "--label", "crm");
  expect(out).toMatch(/^rr_[\w-]{43}\n$/);
  const listed = (await run("api-key", "list", "--account", "acme")).out;
  expect(listed).toMatch(/ {2}member {2}.* {2}crm\n$/);
  expect(listed).not.toContain(out.trim());
  const id = listed.split(" ")[0] ?? "";
  expect((await run("api-key", "revoke", id, "--account", "acme")).code).toBe(0);
  expect((await run("api-key", "revoke", id, "--account", "acme")).code).toBe(1);
});

test("a staff member is added once, and with what is wrong said by field", async () => {
  await run("apply", "acme.yaml");
  const create = (...more: string[]) => run("user", "create", "--account", "acme", "--name", "Eve", ...more);
  expect((await create("--email", "Eve@acme.test", "--phone", "312 555 0105")).code).toBe(0);
  expect((await create("--email", "eve@acme.test")).err).toBe(
    "acme has a staff member eve@acme.test already.\n",
  );
  expect((await create("--email", "bob@acme.test", "--phone", "911")).err).toMatch(/^phone: /);
});

test("exit codes: 2 for wrong usage, 0 for help, 1 for an account that is not there", async () => {
  expect((await run("aply", "acme.yaml")).code).toBe(2);
  expect((await run("apply")).code).toBe(2);
  expect((await run("api-key", "create")).code).toBe(2);
  expect((await run("api-key", "create", "--account", "x", "--role", "king")).code).toBe(2);
  expect((await run("--help")).code).toBe(0);
  expect((await run("api-key", "create", "--account", "nobody")).code).toBe(1);
});

test("check ends with 1 when it finds something", async () => {
  await runCommand(database(), ["apply", "x"], {
    x: ACME.replace(/, companyPhone.*? }/, " }").replace(/, forwardingNumber.*? }/, " }"),
  });
  const { code, out } = await run("check");
  expect(code).toBe(1);
  expect(out).toContain("[reachesNobody]");
});

test("doctor says what is fit and what is not", async () => {
  const { code, out } = await run("doctor");
  expect(code).toBe(1);
  expect(out).toMatch(/ok +database: PostgreSQL/);
  expect(out).toMatch(/FAILED +PUBLIC_URL: is not set/);
});
