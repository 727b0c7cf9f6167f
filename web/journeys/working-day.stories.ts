import { expect, test } from "vitest";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { PASSWORD, practiceCall, SLUG } from "./testing/set-up-company.ts";

describeJourneys("a working day, in a browser", () => {
  const office = useOffice();

  test("the live board shows whose phone rings, without a reload, and the history has the call after", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/calls`);
    await page.getByText("Live", { exact: true }).waitFor();
    const { id } = await company.ask<{ id: string }>("POST", `${company.account}/practice/calls`, {
      from: "+13125550123",
      to: company.line,
    });
    const card = page.getByRole("region", { name: "Live board" }).getByRole("article");
    await card.getByText("Dana rings on (312) 555-0101").waitFor();
    await card.getByText(/\d+ s left/).waitFor();
    await company.ask("POST", `${company.account}/practice/calls/${id}/hang-up`, {});
    await card.waitFor({ state: "detached" });
    await page.getByRole("table").getByText("Anna Berg").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("from the keyboard: the palette finds a lead by name", async () => {
    const { page, chromium } = office();
    await page.goto(`/a/${SLUG}/check`);
    await page.getByRole("heading", { name: "Check" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("A page, a lead, a number").fill("Anna");
    await page.getByRole("button", { name: /Anna Berg/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Anna Berg" }).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("a member who was invited sees their own pages, leads and calls", async () => {
    const { chromium, company } = office();
    const staff = await company.ask<{ items: { id: string; email: string }[] }>(
      "GET",
      `${company.account}/staff`,
    );
    const leo = staff.items.find(({ email }) => email === "leo@acme.test");
    const { link } = await company.ask<{ link: string }>(
      "POST",
      `${company.account}/staff/${leo?.id}/invite`,
    );
    await practiceCall(company, { from: "+13125550123", answers: "+13125550101" });
    const { page } = await chromium.open();
    await page.goto(link);
    await page.getByRole("heading", { name: "Join Acme Roofing" }).waitFor();
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("heading", { name: "Calls", exact: true }).waitFor();
    await page.getByText("No calls yet").waitFor();
    const places = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
    expect(await places.allInnerTexts()).toEqual([
      "Calls",
      "Callbacks",
      "Conversations",
      "Voicemail",
      "Who rings?",
      "Campaigns",
      "Leads",
      "My Staff",
      "Phone Numbers",
      "Texts",
    ]);
    expect(chromium.problems).toEqual([]);
  });
});
