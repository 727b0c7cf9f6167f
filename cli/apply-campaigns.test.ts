import { beforeEach, expect, test } from "vitest";
import { DEFAULT_PLAN } from "../campaigns/campaign-plan.ts";
import { changeCampaign } from "../store/campaigns/change-campaign.ts";
import { insertCampaign } from "../store/campaigns/keep-campaigns.ts";
import { deleteRows } from "../store/testing/empty-database.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();
beforeEach(async () => {
  await deleteRows(database().pool);
});

const ACME = `account: { slug: acme, name: Acme Roofing, country: US, timezone: America/Chicago, defaultOutboundNumber: "+13125550111" }
carriers: [ { id: main, kind: twilio, accountSid: AC1, authToken: s3cret } ]
staff: [ { email: dana@acme.test, name: Dana, phone: "+13125550101" } ]
numbers: [ { number: "+13125550111", carrier: main } ]
campaigns:
  - id: spring-offer
    name: Spring offer
    kind: text
    audience: { assignedTo: dana@acme.test, onlyWithConsent: true }
    steps: [ { text: "Hi {firstName}, a spring offer!" }, { text: "Still interested?", afterHours: 48 } ]
    sender: { use: pool, pool: ["(312) 555-0111"] }
    assignment: { to: one, staff: [dana@acme.test], onlyUnassigned: false }
    quietHours: { from: "21:00" }
    perSecond: 5
    startAt: 2099-05-04T08:00:00-05:00
  - { id: call-them, name: Call them, kind: call, audience: { assignedTo: none } }
`;
const run = (file: string, ...args: string[]) => runCommand(database(), args, { "acme.yaml": file });
const apply = (file: string) => run(file, "apply", "acme.yaml");
const kept = () =>
  database()
    .query.selectFrom("campaign")
    .select(["id", "account_id", "slug", "state", "audience"])
    .orderBy("id")
    .execute();

test("drafts and scheduled campaigns go through a file: what is exported, applied elsewhere, exports the same", async () => {
  expect(await apply(ACME)).toMatchObject({ code: 0, out: "acme: 6 created, 0 changed, 0 unchanged\n" });
  expect(await kept()).toMatchObject([
    { slug: "spring-offer", state: "scheduled", audience: "gathering" },
    { slug: "call-them", state: "draft", audience: "none" },
  ]);
  expect((await apply(ACME)).out).toBe("acme: nothing changed (6 unchanged)\n");
  const { out: exported } = await run("", "export", "--with-secrets");
  expect(exported).toContain("startAt: 2099-05-04T13:00:00.000Z");
  await deleteRows(database().pool);
  expect((await apply(exported)).code).toBe(0);
  expect((await run("", "export", "--with-secrets")).out).toBe(exported);
  expect((await apply(exported)).out).toBe("acme: nothing changed (6 unchanged)\n");
  // Without its time it is a draft again; its list is made anew where whom it reaches has changed.
  const other = exported
    .replace(/ {4}startAt: .*\n/, "")
    .replace("onlyWithConsent: true", "onlyWithConsent: false");
  const { out } = await run(other, "apply", "acme.yaml", "--dry-run");
  expect(out).toContain("~ campaigns spring-offer");
  await apply(other);
  expect((await kept())[0]).toMatchObject({ state: "draft", audience: "none" });
  const { rows } = await database().pool.query(
    "SELECT action, item_name FROM audit_entry WHERE section = 'campaigns' ORDER BY id",
  );
  expect(rows).toMatchObject([
    { action: "created" },
    { action: "created" },
    { action: "changed", item_name: "Spring offer" },
  ]);
});

test("mistakes are told by line and field", async () => {
  const file = ACME.replace("{firstName}", "{frist}")
    .replace("perSecond: 5", "perSecond: 0")
    .replace("kind: call,", "kind: call, importId: 7,");
  expect((await apply(file)).err.split("\n").map((line) => line.slice(0, 66))).toMatchInlineSnapshot(`
    [
      "acme.yaml:10: campaigns[0].steps[0].text: there is no field {frist",
      "acme.yaml:14: campaigns[0].perSecond: expected whole texts from 1 ",
      "acme.yaml:16: campaigns[1].importId: is not a known field here",
      "Nothing was applied.",
      "",
    ]
  `);
  const wrong = ACME.replace("staff: [dana@acme.test]", "staff: [leo@acme.test]")
    .replace("2099", "2019")
    .replace("(312) 555-0111", "(312) 555-0112")
    .replace("id: call-them", "id: spring-offer");
  expect((await apply(wrong)).err.split("\n").map((line) => line.slice(0, 90))).toMatchInlineSnapshot(`
    [
      "acme.yaml:11: campaigns[0].sender.pool[0]: expected a number of this account",
      "acme.yaml:12: campaigns[0].assignment.staff[0]: there is no staff member leo@acme.test, in",
      "acme.yaml:15: campaigns[0].startAt: expected a time that is still to come",
      "acme.yaml:16: campaigns[1].id: spring-offer stands twice in campaigns",
      "Nothing was applied.",
      "",
    ]
  `);
});

test("one that has begun is history: it is not exported, and a file that names it is refused with line and field", async () => {
  await apply(ACME);
  const [spring] = await kept();
  const key = { accountId: spring?.account_id ?? "", id: spring?.id ?? "" };
  await database()
    .query.transaction()
    .execute((db) => changeCampaign(db, key, "start", { now: 0 }));
  const refused = await apply(ACME);
  expect([refused.code, refused.err.split("\n")]).toEqual([
    1,
    [
      "acme.yaml:6: campaigns[0].id: this campaign has begun, and is running now: a file changes none that has; expected it left out, or another id",
      "Nothing was applied.",
      "",
    ],
  ]);
  const { out } = await run("", "export");
  expect(out).not.toContain("spring-offer");
  expect((await apply(out)).out).toBe("acme: nothing changed (5 unchanged)\n");
});

test("one that reaches the leads of an imported file is not in a file, and not changed by one", async () => {
  await apply(ACME);
  const accountId = (await kept())[0]?.account_id ?? "";
  const plan = { ...DEFAULT_PLAN, audience: { ...DEFAULT_PLAN.audience, importId: "1" } };
  const by = { actor: "Olga", now: 0 };
  const campaign = { name: "Spring offer", kind: "text" as const, plan };
  await insertCampaign(database().query, accountId, campaign, by);
  await insertCampaign(database().query, accountId, { ...campaign, name: "春" }, by);
  expect((await kept()).map(({ slug }) => slug)).toEqual([
    "spring-offer",
    "call-them",
    "spring-offer-2",
    "campaign",
  ]);
  expect((await run("", "export")).out).not.toContain("spring-offer-2");
  expect((await apply(ACME.replace("id: call-them", "id: spring-offer-2"))).err).toMatch(
    /campaigns\[1\]\.id: this campaign reaches the leads of an imported file/,
  );
});
