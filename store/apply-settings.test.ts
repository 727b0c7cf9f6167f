import { beforeEach, describe, expect, test } from "vitest";
import { fieldOf } from "../directory/problem.ts";
import type { E164 } from "../routing/values.ts";
import { type Applied, applySettings } from "./apply-settings.ts";
import { readFacts } from "./read-facts.ts";
import { readStoredAccount } from "./read-settings.ts";
import { deleteRows } from "./testing/empty-database.ts";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();
beforeEach(async () => {
  await deleteRows(database().pool);
});

const acme = () => ({
  account: { slug: "acme", name: "Acme Roofing", country: "US", timezone: "America/Chicago" },
  carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  staff: [{ email: "Dana@acme.test", name: "Dana", phone: "(312) 555-0101" }],
  numbers: [{ number: "+13125550111", carrier: "main", user: "dana@acme.test" }],
  leads: [{ name: "Anna Berg", phones: ["312-555-0123"], assignedTo: "dana@acme.test" }],
});
const problemsOf = (applied: Applied) =>
  applied.ok ? [] : applied.problems.map(({ path, message }) => `${fieldOf(path)}: ${message}`);
const changesOf = (applied: Applied) =>
  applied.ok
    ? applied.accounts.flatMap(({ changes }) => changes.map((c) => `${c.kind} ${c.section} ${c.name}`))
    : [];
const versionOf = async (slug = "acme") =>
  (
    await database()
      .query.selectFrom("account")
      .select("settings_version")
      .where("slug", "=", slug)
      .executeTakeFirst()
  )?.settings_version;

describe("a business writes down its settings", () => {
  test("a lead's call finds its person as soon as the file is applied", async () => {
    expect(changesOf(await applySettings(database(), acme()))).toEqual([
      "created account acme",
      "created carriers main",
      "created staff dana@acme.test",
      "created numbers +13125550111",
      "created leads Anna Berg",
    ]);
    const found = await readFacts(database().pool, {
      from: "+13125550123" as E164,
      to: "+13125550111" as E164,
      at: 0,
    });
    expect(found?.facts.lead?.user?.phone?.phone).toBe("+13125550101");
  });

  test("the same file again changes nothing, not even the version", async () => {
    await applySettings(database(), acme());
    const version = await versionOf();
    const again = await applySettings(database(), acme());
    expect(again).toMatchObject({ ok: true, accounts: [{ changes: [], unchanged: 5 }] });
    expect(await versionOf()).toBe(version);
  });

  test("a dry run says what would change and changes nothing; secrets stay hidden", async () => {
    await applySettings(database(), acme());
    const file = acme();
    file.carriers = [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "other" }];
    file.staff = [{ email: "dana@acme.test", name: "Dana", phone: "" }];
    const dry = await applySettings(database(), file, { dryRun: true });
    expect(dry.ok && dry.accounts[0]?.changes).toEqual([
      {
        section: "carriers",
        name: "main",
        kind: "changed",
        fields: [{ field: "authToken", from: "(secret)", to: "(secret)" }],
      },
      {
        section: "staff",
        name: "dana@acme.test",
        kind: "changed",
        fields: [{ field: "phone", from: "+13125550101", to: null }],
      },
    ]);
    const stored = await readStoredAccount(database().query, { slug: "acme" });
    expect(stored?.staff[0]?.settings.phone).toBe("+13125550101");
    expect(stored?.carriers[0]?.settings.authToken).toBe("s3cret");
  });

  test("sections that are absent and items that are not listed stay; omitted fields are not set", async () => {
    await applySettings(database(), acme());
    await applySettings(database(), {
      account: { slug: "acme" },
      staff: [{ email: "eve@acme.test", name: "Eve" }],
    });
    await applySettings(database(), {
      account: acme().account,
      numbers: [{ number: "+13125550111", carrier: "main" }],
    });
    const stored = await readStoredAccount(database().query, { slug: "acme" });
    expect(stored?.staff.map(({ settings }) => settings.email)).toEqual(["dana@acme.test", "eve@acme.test"]);
    expect(stored?.numbers[0]?.settings.user).toBeNull();
    expect(stored?.carriers).toHaveLength(1);
  });

  test("secrets that are not stated stay; a new secret forgets the previous one unless it is stated", async () => {
    await applySettings(database(), acme());
    const carriers = (more: object) => ({
      account: { slug: "acme" },
      carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", ...more }],
    });
    const secrets = async () => {
      const carrier = (await readStoredAccount(database().query, { slug: "acme" }))?.carriers[0]?.settings;
      return [carrier?.authToken, carrier?.previousAuthToken];
    };
    await applySettings(database(), carriers({ authToken: "new", previousAuthToken: "s3cret" }));
    await applySettings(database(), carriers({}));
    expect(await secrets()).toEqual(["new", "s3cret"]);
    await applySettings(database(), carriers({ authToken: "newest" }));
    expect(await secrets()).toEqual(["newest", null]);
  });

  test("everything wrong is said at once, and nothing is applied", async () => {
    const file = {
      account: { ...acme().account, country: "Texas", colour: "red", defaultOutboundNumber: "+13125550199" },
      carriers: [{ id: "main", kind: "signalwire", accountSid: "p", spaceUrl: "acme.signalwire.com" }],
      staff: [
        { email: "dana@acme.test", name: "Dana", phone: "911", ringSeconds: 300 },
        { email: "DANA@acme.test", name: "Dana again", phone: "+442079460123" },
      ],
      numbers: [{ number: "+13125550111", carrier: "mian", user: "bob@acme.test" }],
      leads: [
        { name: "Anna", phones: ["+13125550123", "(312) 555-0123"] },
        { name: "Bo", phones: [13125550124] },
      ],
    };
    const problems = problemsOf(await applySettings(database(), file)).map((line) => line.slice(0, 60));
    expect(problems).toMatchInlineSnapshot(`
      [
        "account.country: expected a country as two letters, such as ",
        "account.colour: is not a known field here",
        "staff[0].phone: "911" is no phone number that can be dialled",
        "staff[0].ringSeconds: expected whole seconds from 5 to 120",
        "staff[1].phone: +442079460123 is in a country that is not al",
        "leads[0].phones[1]: stands twice in this list",
        "leads[1].phones[0]: expected a phone number in quotes, such ",
        "carriers[0].authToken: is required for a new signalwire carr",
        "carriers[0].signingKey: is required for a new signalwire car",
        "numbers[0].carrier: there is no carrier "mian" in this accou",
      ]
    `);
    expect(await versionOf()).toBeUndefined();
  });

  test("a number or a carrier's id that another account has is refused", async () => {
    await applySettings(database(), acme());
    const other = { ...acme(), account: { ...acme().account, slug: "other" }, leads: [] };
    expect(problemsOf(await applySettings(database(), other))).toEqual([
      "carriers[0].id: main is taken: a carrier's id is unique in the installation",
      "numbers[0].number: +13125550111 is taken: a number belongs to one account only",
    ]);
    expect(
      problemsOf(await applySettings(database(), { accounts: [acme(), { ...other, carriers: [] }] })),
    ).toContain(
      "accounts[1].numbers[0].number: +13125550111 also stands in the account acme: expected it in one only",
    );
  });

  test("leads are known again by a shared phone; one with another name is taken when no namesake is there", async () => {
    await applySettings(database(), acme());
    const changes = changesOf(
      await applySettings(database(), {
        account: { slug: "acme" },
        leads: [
          { name: "Anna's husband", phones: ["+13125550123"] },
          { name: "Anna Berg", phones: ["+13125550123", "+13125550124"] },
        ],
      }),
    );
    expect(changes).toEqual(["created leads Anna's husband", "changed leads Anna Berg"]);
    const renamed = { account: { slug: "acme" }, leads: [{ name: "Anna Lund", phones: ["+13125550124"] }] };
    expect(changesOf(await applySettings(database(), renamed))).toEqual(["changed leads Anna Lund"]);
    expect(changesOf(await applySettings(database(), renamed))).toEqual([]);
  });

  test("every node hears of a change when it is committed, of leads too; only leads make no new version", async () => {
    const heard: string[] = [];
    const listener = await database().pool.connect();
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("LISTEN ringright_settings");
    await applySettings(database(), acme());
    const version = await versionOf();
    await applySettings(database(), acme());
    await applySettings(database(), {
      account: { slug: "acme" },
      leads: [{ name: "Bo", phones: ["+13125550125"] }],
    });
    await listener.query("SELECT 1");
    expect(heard).toHaveLength(2);
    expect(await versionOf()).toBe(version);
    await listener.query("UNLISTEN *");
    listener.release(true);
  });
});

test("two who apply the same file at once make everything once", async () => {
  const results = await Promise.all([applySettings(database(), acme()), applySettings(database(), acme())]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  const again = await applySettings(database(), acme());
  expect(again).toMatchObject({ accounts: [{ changes: [], unchanged: 5 }] });
  const { rows } = await database().pool.query("SELECT count(*)::int AS count FROM lead");
  expect(rows).toEqual([{ count: 1 }]);
});

test("thirty thousand leads are applied at once, and again without a change", async () => {
  const leads = Array.from({ length: 30_000 }, (_, index) => ({
    name: `Lead ${index}`,
    phones: [`+1312${2_000_000 + index}`],
    assignedTo: "dana@acme.test",
  }));
  await applySettings(database(), { ...acme(), leads });
  const again = await applySettings(database(), { ...acme(), leads });
  expect(again.ok && again.accounts[0]?.changes).toEqual([]);
});
