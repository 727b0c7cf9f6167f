import { expect, test } from "vitest";
import { assignChosen, importFile, manyLeads, mergeDuplicates, rowsOf } from "./testing/bring-leads.ts";
import { endCall, hire, hireTen, national, startCall, TEN, workPhone } from "./testing/busy-office.ts";
import { deactivate } from "./testing/deactivate.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceCall, SLUG } from "./testing/set-up-company.ts";
import { hasFocus } from "./testing/settle.ts";

/** What the browser itself says of a connection that is lost. */
const LOST = /net::ERR_/;
const COMPANY_PHONE = "+13125550100";

describeJourneys("a busy office, in a browser", () => {
  const office = useOffice(hireTen);
  const call = (from: string) => startCall(office().company, from);
  const hangUp = (id: string) => endCall(office().company, id);

  test("ten calls at once: each card tells its own call, and all are gone at the end", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/calls`);
    await page.getByText("Live", { exact: true }).waitFor();
    const board = page.getByRole("region", { name: "Live board" });
    const card = (caller: string) => board.getByRole("article").filter({ hasText: caller });
    const ids = await Promise.all(TEN.map(({ from }) => call(from)));
    for (const { agent, phone, caller } of TEN)
      await card(caller)
        .getByText(`${agent} rings on ${national(phone)}`)
        .waitFor();
    expect(await board.getByRole("article").count()).toBe(10);

    const [answering, declining, ringing] = [TEN.slice(0, 3), TEN.slice(3, 6), TEN.slice(6)];
    for (const { phone } of answering) {
      await workPhone(company, phone, { do: "answer" });
      await workPhone(company, phone, { do: "press", key: "1" });
    }
    for (const { phone } of declining) await workPhone(company, phone, { do: "decline" });
    for (const { agent, caller } of answering) {
      await card(caller).getByText("Connected").waitFor();
      await card(caller).getByText(`With ${agent}`).waitFor();
    }
    for (const { caller } of declining)
      await card(caller)
        .getByText(`Company phone rings on ${national(COMPANY_PHONE)}`)
        .waitFor();
    for (const { agent, phone, caller } of ringing) {
      await card(caller)
        .getByText(`${agent} rings on ${national(phone)}`)
        .waitFor();
      await card(caller)
        .getByText(/Lead's user · \d+ s left/)
        .waitFor();
    }
    expect(await board.getByRole("article").count()).toBe(10);

    await Promise.all(ids.map(hangUp));
    await board.getByText("No call right now.").waitFor();
    const history = page.getByRole("table");
    for (const { caller } of TEN) await history.getByText(caller).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("the connection is lost and comes back: the page says so, and is right again without a reload", async () => {
    const { page, context, chromium, company, installation } = office();
    await page.goto(`/a/${SLUG}/calls`);
    const board = page.getByRole("region", { name: "Live board" });
    const [first, second, third] = TEN;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no callers");
    await board.getByText("Live", { exact: true }).waitFor();

    // The reader's own network: calls go on meanwhile.
    const rings = await call(first.from);
    await board.getByText(`${first.agent} rings on`).waitFor();
    await context.setOffline(true);
    await board.getByText("Connection lost").waitFor();
    await hangUp(rings);
    await practiceCall(company, { from: "+13125550197", answers: COMPANY_PHONE });
    const goesOn = await call(second.from);
    await context.setOffline(false);
    await board.getByText("Live", { exact: true }).waitFor();
    await board.getByText(`${second.agent} rings on`).waitFor();
    expect(await board.getByRole("article").count()).toBe(1);
    await hangUp(goesOn);
    await board.getByText("No call right now.").waitFor();

    // A call that came and went unseen is in the history.
    await page.getByRole("table").getByText(national("+13125550197")).waitFor();

    const resume = await installation.interrupt();
    await board.getByText("Connection lost").waitFor();
    await resume();
    await board.getByText("Live", { exact: true }).waitFor();
    const after = await call(third.from);
    await board.getByText(`${third.agent} rings on ${national(third.phone)}`).waitFor();
    expect(await board.getByRole("article").count()).toBe(1);
    await hangUp(after);
    await board.getByText("No call right now.").waitFor();
    expect(chromium.problems.filter((problem) => !LOST.test(problem))).toEqual([]);
    chromium.problems.length = 0;
  });

  test("100,000 leads from a file: 37 rows come back with reasons, and another file can follow", async () => {
    const { page, chromium } = office();
    const file = manyLeads();
    await page.goto(`/a/${SLUG}/leads/import`);
    expect(await importFile(page, file)).toContain("Created 99,963 Updated 0 Unchanged 0 Refused 37");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download the refused rows" }).click();
    const refused = await rowsOf(await download);
    expect(refused).toHaveLength(37);
    for (const row of refused) expect(row).toContain("is no phone number");

    await page.getByRole("button", { name: "Import another file" }).click();
    await page.getByText("Choose a file").first().waitFor();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Leads" }).click();
    await page.getByRole("textbox", { name: "Name or phone" }).fill("Person, 9999");
    await page.getByText("11 leads", { exact: true }).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("leads: many are assigned and blocked at once, duplicates become one, what was found is exported", async () => {
    const { page, chromium, company } = office();
    const { ask, account } = company;
    for (const at of [0, 1, 2, 3])
      await ask("POST", `${account}/leads`, { name: `Fair visitor ${at}`, phones: [`+1312555018${at}`] });
    await ask("POST", `${account}/leads`, { name: "Fair visitor 3 again", phones: ["+13125550183"] });
    await page.goto(`/a/${SLUG}/leads?search=Fair%20visitor`);
    await page.getByText("5 leads", { exact: true }).waitFor();
    const table = page.getByRole("table");
    const many = page.getByRole("region", { name: "What to do with the chosen leads" });

    await page.getByRole("checkbox", { name: "Choose all that are shown" }).check();
    await assignChosen(page, "Leo");
    await expect.poll(() => table.getByText("Leo", { exact: true }).count()).toBe(5);

    for (const at of [0, 1])
      await page.getByRole("checkbox", { name: `Choose Fair visitor ${at}`, exact: true }).check();
    await many.getByRole("button", { name: "Block", exact: true }).click();
    await expect.poll(() => table.getByText("Blocked", { exact: true }).count()).toBe(2);

    await mergeDuplicates(page, ["Fair visitor 3", "Fair visitor 3 again"]);
    await page.getByText("4 leads", { exact: true }).waitFor();

    await page.getByRole("button", { name: "More" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export these leads" }).click();
    const rows = await rowsOf(await download);
    expect(rows).toHaveLength(4);
    expect(rows.filter((row) => row.includes("yes"))).toHaveLength(2);

    const first = table.getByRole("row").nth(1);
    await table.getByRole("button", { name: "Changed" }).click();
    await first.getByText("Fair visitor 3").waitFor();
    await table.getByRole("button", { name: "Changed" }).click();
    await first.getByText("Fair visitor 2").waitFor();
    await table
      .getByRole("columnheader", { name: "Changed" })
      .and(page.locator("[aria-sort=ascending]"))
      .waitFor();
    await table.getByRole("button", { name: "Name" }).click();
    await first.getByText("Fair visitor 0").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("who leaves hands over: what would ring is shown before, and a call goes there after", async () => {
    const { page, chromium, company } = office();
    await hire(company, { agent: "Mia", phone: "+13125550120", from: "+13125550170" });
    await page.goto(`/a/${SLUG}/settings/my-staff`);
    await deactivate(page, "Mia", { has: "1 lead and no numbers", heir: "Dana" });
    const preview = page.getByRole("dialog", { name: "What changes for callers" });
    await preview.getByRole("listitem").filter({ hasText: "would ring Dana instead of Mia" }).waitFor();
    await preview.getByRole("button", { name: "Deactivate" }).click();
    await page.getByText("Mia is updated.").waitFor();
    const id = await practiceCall(company, { from: "+13125550170", answers: "+13125550101" });
    await page.goto(`/a/${SLUG}/calls/${id}`);
    await page.getByText("The call ended: answered by Dana.").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("Check leads to the field that mends what it found, and the field has the focus", async () => {
    const { page, chromium, company } = office();
    const { ask, account } = company;
    await hire(company, { agent: "Zoe", phone: null, from: "+13125550171" });
    await page.goto(`/a/${SLUG}/check`);
    const finding = page.getByRole("article").filter({ hasText: "1 lead is assigned to Zoe" });
    await finding.getByRole("link", { name: "Set phone" }).click();
    const drawer = page.getByRole("dialog", { name: "Edit Zoe" });
    await hasFocus(drawer.getByRole("textbox", { name: "Phone" }));
    await page.keyboard.type("(312) 555-0121");
    await page.keyboard.press("Enter");
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Update" }).last();
    await page.getByRole("dialog", { name: "What changes for callers" }).waitFor();
    await confirm.click();
    await page.getByText("Zoe is updated.").waitFor();
    await page.getByRole("link", { name: "Check" }).click();
    await page.getByRole("heading", { name: "Check" }).waitFor();
    await finding.waitFor({ state: "detached" });

    await ask("PATCH", account, { companyPhone: company.line });
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByRole("link", { name: "Set company phone" }).first().click();
    await hasFocus(page.getByRole("textbox", { name: "Company phone" }));
    await ask("PATCH", account, { companyPhone: COMPANY_PHONE });
    expect(chromium.problems).toEqual([]);
  });
});
