import { beforeEach, expect, test } from "vitest";
import { COMMAND_LINE } from "../access/actor.ts";
import { fieldOf } from "../directory/problem.ts";
import { decideCall } from "../routing/decide-call.ts";
import type { E164 } from "../routing/values.ts";
import { applySettings } from "./apply-settings.ts";
import { undoChange } from "./audit/undo-change.ts";
import { editSettings } from "./edit-settings.ts";
import { readFacts } from "./read-facts.ts";
import { readStoredAccount } from "./read-settings.ts";
import { removeSettings } from "./remove-settings.ts";
import { deleteRows } from "./testing/empty-database.ts";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();
beforeEach(async () => {
  await deleteRows(database().pool);
});

const group = (change: object = {}) => ({
  id: "sales",
  name: "Sales",
  order: "inTurn",
  members: ["leo@acme.test", "dana@acme.test"],
  ...change,
});
const acme = (change: { groups?: object[]; ladder?: string[]; menu?: object } = {}) => ({
  account: {
    slug: "acme",
    name: "Acme Roofing",
    country: "US",
    timezone: "America/Chicago",
    groups: change.groups ?? [group()],
    ladder: change.ladder ?? ["group:sales"],
  },
  carriers: [{ id: "main", kind: "twilio", accountSid: "AC1", authToken: "s3cret" }],
  staff: [
    { email: "dana@acme.test", name: "Dana", phone: "+13125550101" },
    { email: "leo@acme.test", name: "Leo", phone: "+13125550104" },
  ],
  numbers: [{ number: "+13125550111", carrier: "main", ...(change.menu ? { menu: change.menu } : {}) }],
});
const apply = async (value: object) => {
  const applied = await applySettings(database(), value);
  return applied.ok ? [] : applied.problems.map(({ path, message }) => `${fieldOf(path)}: ${message}`);
};
const read = () => readStoredAccount(database().query, { slug: "acme" });
const whoRings = async () => {
  const call = { from: null, to: "+13125550111" as E164, at: 0 };
  const found = await readFacts(database().pool, call);
  return found === null ? [] : decideCall(found.facts).plan.flatMap(({ destinations }) => destinations);
};

test("a group rings in the order of its members, as soon as the file is applied", async () => {
  expect(await apply(acme())).toEqual([]);
  expect(await whoRings()).toEqual(["+13125550104", "+13125550101"]);
  expect((await read())?.account.groups).toEqual([{ ...group(), ringSeconds: null }]);
});

test("what names a group or a member that is not there is refused, at its field", async () => {
  expect(await apply(acme({ groups: [group({ members: ["max@acme.test"] })] }))).toEqual([
    "account.groups[0].members[0]: there is no staff member max@acme.test in this account: expected the e-mail of one",
  ]);
  const gone = "there is no group office in this account: expected the id of one of its groups";
  expect(await apply(acme({ ladder: ["group:office"] }))).toEqual([`account.ladder: ${gone}`]);
  const menu = { choices: [{ key: "1", label: "Office", to: ["group:office"] }] };
  expect(await apply(acme({ menu }))).toEqual([`numbers[0].menu: ${gone}`]);
});

test("a group that a number names stays until it is taken out there", async () => {
  const menu = { choices: [{ key: "1", label: "Sales", to: ["group:sales"] }] };
  await apply(acme({ menu, ladder: ["company"] }));
  const stored = await read();
  const edited = await editSettings(database(), {
    accountId: stored?.id ?? "",
    section: "account",
    id: stored?.id ?? "",
    fields: { groups: [] },
    mayWriteOwners: true,
    actor: COMMAND_LINE,
  });
  expect(edited).toMatchObject({
    ok: false,
    problems: [
      {
        path: ["groups"],
        message: "the group sales is in the menu of +13125550111: take it out there first",
      },
    ],
  });
});

test("a member who is removed leaves the group, and is back in it when that is undone; a new e-mail keeps them", async () => {
  await apply(acme());
  const stored = await read();
  const accountId = stored?.id ?? "";
  const leo = stored?.staff.find(({ settings }) => settings.name === "Leo");
  const removed = await removeSettings(database(), {
    accountId,
    section: "staff",
    id: leo?.id ?? "",
    mayWriteOwners: true,
    actor: COMMAND_LINE,
  });
  expect((await read())?.account.groups[0]?.members).toEqual(["dana@acme.test"]);
  expect(await whoRings()).toEqual(["+13125550101"]);
  const entryId = removed.ok ? (removed.entryId ?? "") : "";
  await undoChange(database(), { accountId, entryId, actor: COMMAND_LINE, mayWriteOwners: true });
  expect((await read())?.account.groups[0]?.members).toEqual(["leo@acme.test", "dana@acme.test"]);
  await editSettings(database(), {
    accountId,
    section: "staff",
    id: leo?.id ?? "",
    fields: { email: "leonard@acme.test" },
    mayWriteOwners: true,
    actor: COMMAND_LINE,
  });
  expect((await read())?.account.groups[0]?.members).toEqual(["leonard@acme.test", "dana@acme.test"]);
});

test("whose turn it is stays when the group is changed", async () => {
  await apply(acme());
  await database().pool.query("UPDATE ring_group SET turn = 1");
  await apply(acme({ groups: [group({ name: "Inside sales" })] }));
  expect(await whoRings()).toEqual(["+13125550101", "+13125550104"]);
});
