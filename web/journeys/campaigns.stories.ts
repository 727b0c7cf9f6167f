import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

const OLGA = "+13125550107";

describeJourneys("campaigns, in a browser", () => {
  const office = useOffice(async ({ ask, account, line }) => {
    await ask("PATCH", `${account}/staff/1`, { phone: OLGA });
    await ask("PATCH", account, { defaultOutboundNumber: line });
    await ask("POST", `${account}/leads`, { name: "Free-phone", phones: ["+18005550152"] });
  });

  test("Olga writes a campaign, sees whom it reaches and who is left out, and starts it; a misspelt field is refused", async () => {
    const { page, chromium } = office();
    await page.goto(`/a/${SLUG}/campaigns`);
    await page.getByRole("link", { name: "New campaign" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Spring offer");
    await page.getByRole("textbox", { name: "First text" }).fill("Hi {frstName}, a spring offer!");
    await page.getByLabel("Quiet from").fill("00:00");
    await page.getByLabel("Quiet until").fill("00:00");
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page
      .getByText(/There is no field {frstName}|there is no field {frstName}/)
      .first()
      .waitFor();
    await page.getByRole("textbox", { name: "First text" }).fill("Hi {firstName}, a spring offer!");
    await page.getByText("“Hi Anna, a spring offer!”: 24 characters, 1 segment").waitFor();
    await page.getByRole("button", { name: "Save the draft" }).click();
    await page.getByRole("heading", { name: "Spring offer" }).waitFor();
    await page.getByRole("button", { name: "Make the list" }).click();
    await page.getByRole("heading", { name: "2 leads will be texted" }).waitFor();
    await page
      .getByRole("region", { name: "Left out", exact: true })
      .getByText("It does not look like a mobile phone")
      .waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Start now" }).click();
    await page.getByRole("heading", { name: "2 of 2 leads" }).waitFor();
    await page.getByText("Done", { exact: true }).first().waitFor();
    const texts = page.getByRole("region", { name: "Progress" });
    await texts.getByRole("row", { name: "Text 1" }).waitFor();
    // The refusal is an answer of 400, which the browser notes.
    expect(chromium.problems.filter((problem) => !/400/.test(problem))).toEqual([]);
  });

  test("a list to call: the next lead, her own phone rings, what it came to, the next one", async () => {
    const { page, chromium, company } = office();
    const { ask, account } = company;
    const fields = {
      name: "Call them",
      kind: "call",
      quietHours: { from: "00:00", to: "00:00" },
      audience: { assignedTo: "none" },
    };
    const { id } = await ask<{ id: string }>("POST", `${account}/campaigns`, fields);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/a/${SLUG}/campaigns/${id}`);
    await page.getByRole("button", { name: "Make the list" }).click();
    await page.getByRole("heading", { name: /on the list to be called/ }).waitFor();
    await page.getByRole("button", { name: "Start now" }).click();
    await page.getByRole("link", { name: "Work through the list" }).click();
    await page.getByRole("button", { name: "Next lead" }).click();
    const card = page.getByRole("article", { name: "In hand: Ben Holm" });
    await card.getByRole("button", { name: "Call Ben Holm" }).click();
    const panel = page.getByRole("region", { name: "Call", exact: true });
    await panel.getByText("Your phone rings. Pick up and press 1.").waitFor();
    await panel.getByRole("button", { name: "Hang up" }).click();
    await panel.getByText(/did not take it, so .* was not called/).waitFor();
    await panel.getByRole("button", { name: "Close" }).click();
    await card.getByRole("combobox", { name: "What it came to" }).click();
    await page.getByRole("option", { name: "No answer" }).click();
    await card.getByText(/their other phone .*0125 is offered then/).waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await card.getByRole("button", { name: "Next lead" }).click();
    await page.getByRole("article", { name: "In hand: Free-phone" }).waitFor();
    expect(chromium.problems.filter((problem) => !/400/.test(problem))).toEqual([]);
  });
});
