import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDocs } from "./create-docs.ts";
import { openTestApi, type TestApi } from "./testing/open-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());
const version = async () =>
  (
    await api.database.query
      .selectFrom("account")
      .select("settings_version")
      .where("slug", "=", "acme")
      .executeTakeFirstOrThrow()
  ).settings_version;

describe("a manager edits the settings from another program", () => {
  test("adds Eve, gives her the number, and the next call rings her", async () => {
    const before = api.told.length;
    const added = await api.ask("POST", "/staff", {
      email: "Eve@acme.test",
      name: "Eve",
      phone: "(312) 555-0119",
    });
    expect(added).toMatchObject({
      status: 201,
      body: {
        email: "eve@acme.test",
        phone: "+13125550119",
        role: "member",
        active: true,
        ringSeconds: null,
      },
    });
    const { items } = (await api.ask("GET", "/numbers")).body as { items: { id: string }[] };
    const changed = await api.ask("PATCH", `/numbers/${items[0]?.id}`, {
      user: "eve@acme.test",
      label: "Line",
    });
    expect(changed.body).toMatchObject({ user: "eve@acme.test", label: "Line", carrier: "acme" });
    const asked = await api.ask("POST", "/who-rings", { from: null, to: "312 555 0121" });
    expect(asked.body).toMatchObject({ decision: { plan: [{ destinations: ["+13125550119"] }] } });
    expect(api.told.length).toBe(before + 2);
  });

  test("what is not given stays, blank means not set, and no change is no new version", async () => {
    const was = await version();
    expect(
      (await api.ask("PATCH", "", { companyPhone: "+13125550100", screening: { company: true } })).body,
    ).toMatchObject({
      companyPhone: "+13125550100",
      screening: { staff: true, forwarding: true, company: true },
    });
    expect((await api.ask("PATCH", "", { companyPhone: " " })).body).toMatchObject({
      companyPhone: null,
      name: "acme",
    });
    const now = await version();
    expect(Number(now)).toBe(Number(was) + 2);
    await api.ask("PATCH", "", { companyPhone: null });
    await api.ask("POST", "/leads", { name: "Bo", phones: ["+13125550151"] });
    expect(await version()).toBe(now);
  });

  test("lists come in pages, each thing once", async () => {
    for (const last of [1, 2, 3, 4])
      await api.ask("POST", "/leads", { name: `Lead ${last}`, phones: [`+1312555016${last}`] });
    const names: string[] = [];
    let cursor = "";
    do {
      const { body } = await api.ask("GET", `/leads?limit=2${cursor}`);
      const { items, nextCursor } = body as { items: { name: string }[]; nextCursor: string | null };
      names.push(...items.map(({ name }) => name));
      cursor = nextCursor === null ? "" : `&cursor=${nextCursor}`;
    } while (cursor !== "");
    expect(names).toEqual([...new Set(names)]);
    expect(names).toContain("Lead 4");
  });

  test("a person who leaves is removed, and what pointed to them is counted", async () => {
    const { body } = await api.ask("POST", "/staff", { email: "gone@acme.test", name: "Gone" });
    const lead = await api.ask("POST", "/leads", {
      name: "Cy",
      phones: ["+13125550170"],
      assignedTo: "gone@acme.test",
    });
    expect(await api.ask("DELETE", `/staff/${body.id}`)).toEqual({
      status: 200,
      body: { deleted: true, unassigned: { leads: 1, numbers: 0 } },
    });
    expect((await api.ask("GET", `/leads/${lead.body.id}`)).body).toMatchObject({ assignedTo: null });
    expect((await api.ask("DELETE", `/staff/${body.id}`)).status).toBe(404);
  });

  test("a carrier's secrets never come back, stay when not given, and go with their successor", async () => {
    const secret = "very-s3cret";
    const created = await api.ask("POST", "/carriers", {
      id: "spare",
      kind: "twilio",
      accountSid: "AC2",
      authToken: secret,
    });
    expect(created).toMatchObject({
      status: 201,
      body: { id: "spare", hasAuthToken: true, hasPreviousAuthToken: false },
    });
    const patched = await api.ask("PATCH", "/carriers/spare", { accountSid: "AC3" });
    expect(patched.body).toMatchObject({ accountSid: "AC3", hasAuthToken: true });
    const listed = await api.ask("GET", "/carriers");
    expect(JSON.stringify([created, patched, listed])).not.toContain("s3cret");
    expect(JSON.stringify(listed.body)).not.toContain('"authToken"');
    const stored = await api.database.query
      .selectFrom("carrier")
      .selectAll()
      .where("id", "=", "spare")
      .execute();
    expect(stored[0]?.auth_token).toBe(secret);
    expect((await api.ask("DELETE", "/carriers/acme")).body.error?.code).toBe("conflict");
    expect((await api.ask("DELETE", "/carriers/spare")).body).toEqual({ deleted: true });
  });
});

describe("what can't be done is said by field", () => {
  test.each([
    ["POST", "/staff", { email: "x", name: "X", phone: "911", colour: "red" }, ["colour", "email", "phone"]],
    ["POST", "/staff", {}, ["email", "name"]],
    ["PATCH", "", { ringSeconds: 3, ladder: ["nobody"] }, ["ladder[0]", "ringSeconds"]],
    [
      "POST",
      "/numbers",
      { number: "+13125550130", carrier: "none", user: "x@acme.test" },
      ["carrier", "user"],
    ],
    ["POST", "/numbers", { number: "+13125550122", carrier: "acme" }, ["number"]],
    ["POST", "/leads", { name: "A", phones: [] }, ["phones"]],
    [
      "POST",
      "/carriers",
      { id: "new", kind: "signalwire", accountSid: "p", spaceUrl: "a.signalwire.com" },
      ["authToken", "signingKey"],
    ],
    ["POST", "/who-rings", { from: "+13125550150" }, ["to"]],
    ["POST", "/who-rings", { from: 3, to: "+13125550121", at: "noon" }, ["at", "from"]],
    ["POST", "/staff", "{", ["body"]],
    ["POST", "/staff", "[]", ["body"]],
    ["GET", "/calls?limit=0&outcome=lost", undefined, ["limit", "outcome"]],
    ["GET", "/calls?form=1", undefined, ["form"]],
    ["GET", "/staff?cursor=xx", undefined, ["cursor"]],
    ["GET", "/calls?from=abc", undefined, ["from"]],
  ])("%s %s %j", async (method, path, body, fields) => {
    const was = await version();
    const answer = await api.ask(method, path, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
    expect(Object.keys((answer.body.error as unknown as { fields: object }).fields).sort()).toEqual(fields);
    expect(await version()).toBe(was);
  });

  test("what is there already is a conflict; what isn't there is not found, whatever the id looks like", async () => {
    expect((await api.ask("POST", "/staff", { email: "dana@acme.test", name: "D" })).status).toBe(409);
    for (const id of ["0", "x", "99999999999999999999", "1%00", "-1", "1e3"]) {
      for (const section of ["staff", "numbers", "leads", "carriers", "calls"])
        expect((await api.ask("GET", `/${section}/${id}`)).status, `${section} ${id}`).toBe(404);
    }
    expect((await api.ask("GET", "/nothing")).body.error?.code).toBe("notFound");
  });

  test("a body of more than a megabyte, and one without a bottom", async () => {
    expect((await api.ask("POST", "/leads", "x".repeat(1_000_001))).status).toBe(413);
    const deep = `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await api.ask("POST", "/leads", deep)).status).toBe(400);
    expect(
      (await api.ask("POST", "/leads", '{"__proto__":{"x":1},"name":"P","phones":["+13125550199"]}')).status,
    ).toBe(400);
    expect((await api.ask("POST", "/leads", { name: "\u0000", phones: ["+13125550199"] })).status).toBe(400);
    expect((await api.ask("POST", "/leads", '{"name":"\\ud800","phones":["+13125550199"]}')).status).toBe(
      400,
    );
    expect(api.logged).toEqual([]);
  });

  test("an admin makes and unmakes no owners", async () => {
    const admin = await api.keyFor("acme", "admin");
    const { body } = await api.ask("POST", "/staff", {
      email: "boss@acme.test",
      name: "Boss",
      role: "owner",
    });
    const asAdmin = (method: string, path: string, given?: object) => api.ask(method, path, given, admin);
    expect(
      (await asAdmin("POST", "/staff", { email: "me@acme.test", name: "Me", role: "owner" })).status,
    ).toBe(403);
    expect((await asAdmin("PATCH", `/staff/${body.id}`, { role: "member" })).status).toBe(403);
    expect((await asAdmin("DELETE", `/staff/${body.id}`)).status).toBe(403);
    expect((await asAdmin("POST", "/staff", { email: "me@acme.test", name: "Me" })).status).toBe(201);
  });
});

test("the default outbound number follows its number, and is not set when that goes", async () => {
  const { body } = await api.ask("POST", "/numbers", { number: "+13125550131", carrier: "acme" });
  await api.ask("PATCH", "", { defaultOutboundNumber: "+13125550131" });
  await api.ask("PATCH", `/numbers/${body.id}`, { number: "+13125550132" });
  expect((await api.ask("GET", "")).body).toMatchObject({ defaultOutboundNumber: "+13125550132" });
  await api.ask("DELETE", `/numbers/${body.id}`);
  expect((await api.ask("GET", "")).body).toMatchObject({ defaultOutboundNumber: null });
});

test("a break on our side is told without details, and logged", async () => {
  await api.database.pool.query("ALTER TABLE alert RENAME TO lost");
  const answer = await api.ask("GET", "/alerts");
  await api.database.pool.query("ALTER TABLE lost RENAME TO alert");
  expect(answer).toEqual({
    status: 500,
    body: { error: { code: "internal", message: "something broke on our side; it is in the log" } },
  });
  expect(api.logged.splice(0)).toHaveLength(1);
  await api.database.query
    .insertInto("alert")
    .values({
      account_id: await accountId(),
      call_id: null,
      at: new Date(0),
      code: "nobodyToRing",
      text: "t",
    })
    .execute();
  expect((await api.ask("GET", "/alerts")).body).toMatchObject({
    items: [{ code: "nobodyToRing", text: "t" }],
  });
});
const accountId = async () => String((await api.ask("GET", "")).body.id);

test("the pages come from here alone, under a policy that lets nothing else in", async () => {
  const docs = createDocs();
  const page = await docs.request("/");
  expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  for (const [, file] of html.matchAll(/\/api\/docs\/([\w.-]+)/g))
    expect((await docs.request(`/${file}`)).status, file).toBe(200);
  expect((await docs.request("/package.json")).status).toBe(404);
});
