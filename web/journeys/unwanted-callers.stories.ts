import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceCall, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

const PAGE = `/a/${SLUG}/settings/unwanted-callers`;
const STRANGER = "+13125550199";
const SILENT = "+13125550198";

describeJourneys("unwanted callers, in a browser", () => {
  const office = useOffice();

  test("a pattern is added after a look at whom it hits, is found by a phone, and taken off and back on", async () => {
    const { page, chromium, company } = office();
    await page.goto(PAGE);
    const list = page.getByRole("region", { name: "Block list" });
    await list.getByText("Nobody is blocked.").waitFor();
    await list.getByRole("button", { name: "Block a caller" }).click();
    const dialog = page.getByRole("dialog", { name: "Block a caller" });
    const phone = dialog.getByLabel("Phone, or the beginning of phones with a star");
    await phone.fill("+1*");
    await dialog.getByText("would block every caller of your own country").waitFor();
    // The browser notes every answer that is a refusal.
    expect(chromium.problems.splice(0).every((problem) => problem.includes("400"))).toBe(true);
    await phone.fill("+131255501*");
    await dialog.getByText("Anna Berg, Ben Holm would hear a busy tone.").waitFor();
    await dialog.getByText("It covers Dana, Leo").waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await phone.fill("+1 900 *");
    await dialog.getByText("+1900* would have refused 0 calls in the last 30 days.").waitFor();
    await dialog.getByLabel("Note").fill("Premium lines");
    await dialog.getByRole("button", { name: "Block", exact: true }).click();
    const row = list.getByRole("row", { name: /\+1900\*/ });
    await row.getByText("Premium lines").waitFor();
    expect(await company.ask("GET", company.account)).toMatchObject({
      blockedCallers: [{ caller: "+1900*", note: "Premium lines" }],
    });

    await list.getByLabel("Phone or note").fill("+1 900 555 0142");
    await page.waitForURL(/search=/);
    await row.waitFor();
    await row.getByRole("button", { name: "Remove +1900* from the list" }).click();
    await list.getByText("Nothing on the list fits.").waitFor();
    const toast = page.getByRole("alert").filter({ hasText: "+1900* gets through again." });
    await toast.getByRole("button", { name: "Undo" }).click();
    await row.getByText("Premium lines").waitFor();

    await page.goto(`/a/${SLUG}/who-rings?from=%2B19005550142`);
    await page.getByRole("heading", { name: "The caller is rejected" }).waitFor();
    await page.getByText("The caller is on your block list (+1900*)").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("from the page of a call, with one click and back; and a lead from theirs", async () => {
    const { page, chromium, company } = office();
    const call = await practiceCall(company, { from: STRANGER, answers: null });
    await page.goto(`/a/${SLUG}/calls/${call}`);
    await page.getByRole("button", { name: "Block this caller" }).click();
    await page.getByText("(312) 555-0199 is blocked.").waitFor();
    await page.getByRole("button", { name: "Let this caller through" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Block this caller" }).waitFor();

    await page.goto(`/a/${SLUG}/leads?lead=2`);
    await page.getByRole("dialog").getByRole("button", { name: "Block this caller" }).click();
    await page.getByText("Ben Holm is blocked.").waitFor();
    expect(await company.ask("GET", `${company.account}/leads/2`)).toMatchObject({ blocked: true });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Ben Holm gets through again.").waitFor();
    expect(await company.ask("GET", `${company.account}/leads/2`)).toMatchObject({ blocked: false });
    expect(chromium.problems).toEqual([]);
  });

  test("who hangs up at once again and again is held off, seen on the page, and let through", async () => {
    const { page, chromium, company } = office();
    await page.goto(PAGE);
    const silent = page.getByRole("region", { name: "Calls without a word" });
    await silent.getByLabel("After so many calls").fill("2");
    const unverified = page.getByRole("region", { name: "Callers nobody vouches for" });
    await unverified.getByRole("combobox", { name: "The check failed" }).click();
    await page.getByRole("option", { name: "Busy tone" }).click();
    await page.getByRole("button", { name: "Update", exact: true }).click();
    await page.getByText("Unwanted callers are updated.").waitFor();
    expect(await company.ask("GET", company.account)).toMatchObject({
      silentCallers: { holdOff: true, calls: 2 },
      unverifiedCallers: { failed: "reject", C: "ring" },
    });
    for (let call = 0; call < 2; call += 1) {
      const { id } = await company.ask<{ id: string }>("POST", `${company.account}/practice/calls`, {
        from: SILENT,
        to: company.line,
      });
      await company.ask("POST", `${company.account}/practice/calls/${id}/hang-up`, {});
      type Kept = { outcome: string | null };
      await expect
        .poll(async () => (await company.ask<Kept>("GET", `${company.account}/calls/${id}`)).outcome)
        .toBe("abandoned");
    }
    await page.goto(PAGE);
    const held = page.getByRole("region", { name: "Held off now" });
    await held.getByRole("row", { name: /\(312\) 555-0198/ }).waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await held.getByRole("button", { name: "Let through now: (312) 555-0198" }).click();
    await held.getByText("Nobody. Whoever hangs up at once").waitFor();
    await page.setViewportSize({ width: 360, height: 780 });
    await settle(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(chromium.problems).toEqual([]);
  });
});
