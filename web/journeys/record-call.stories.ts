import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceCall, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

describeJourneys("recorded calls, in a browser", () => {
  const office = useOffice();

  test("a number is told to record, both are told so, and the talk is played on the page of its call", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/settings/phone-numbers?id=1`);
    const drawer = page.getByRole("dialog", { name: "Edit Practice line" });
    await drawer.getByRole("switch", { name: "Record calls" }).press("Space");
    const notice = drawer.getByRole("textbox", { name: "Notice" });
    expect(await notice.inputValue()).toBe("This call may be recorded.");
    await notice.fill("We record calls.");
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await drawer.getByRole("button", { name: "Update" }).click();
    await page.getByText("Practice line is updated.").waitFor();

    const id = await practiceCall(company, { from: "+13125550123", answers: "+13125550101", talks: 3 });
    type Board = { calls: { id: string; heard: string[] }[] };
    const { calls } = await company.ask<Board>("GET", `${company.account}/practice`);
    expect(calls.find((call) => call.id === id)?.heard[0]).toContain("We record calls.");
    await page.goto(`/a/${SLUG}/calls/${id}`);
    const recording = page.getByRole("region", { name: "Recording" });
    await recording.locator(".wave[data-drawn=true]").waitFor();
    await recording.getByRole("button", { name: "Play call with Anna Berg" }).click();
    await recording.getByRole("button", { name: "Pause call with Anna Berg" }).waitFor();
    await page.getByText(/The call was recorded \(\d+ s\)\./).waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await settle(page);
      expect(await findBarriers(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 780 });
    await settle(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(chromium.problems).toEqual([]);
  });
});
