import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

// A Sunday in Chicago.
const SUNDAY = "at=2026-03-01T12:00";

describeJourneys("opening hours, in a browser", () => {
  const office = useOffice();

  test("hours and an on-call phone: what changes is said before, and Who rings? says closed after", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/settings/hours`);
    await page.getByRole("switch", { name: "Always open" }).click();
    await page.getByLabel("Monday, from", { exact: true }).fill("08:30");
    await page.getByRole("button", { name: "Copy Monday" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Copy to Monday to Friday" }).press("Enter");
    await page.getByRole("switch", { name: "On-call phone: switched off" }).press("Space");
    await page.getByRole("textbox", { name: "On-call phone" }).fill("(312) 555-0105");
    await page.getByRole("button", { name: "Add holiday" }).click();
    await page.getByLabel("Date").fill("2026-12-25");
    await page.getByRole("textbox", { name: "Name" }).fill("Christmas Day");
    await page.getByRole("button", { name: "Update" }).click();
    const preview = page.getByRole("dialog", { name: "What changes for callers" });
    await preview
      .getByText(/would ring the on-call phone instead of .*, for example /)
      .first()
      .waitFor();
    await preview.getByRole("button", { name: "Update" }).click();
    await page.getByText("Hours are updated.").waitFor();
    expect(await company.ask("GET", company.account)).toMatchObject({
      hours: { mon: ["08:30-17:00"], fri: ["08:30-17:00"], sat: [], sun: [] },
      holidays: [{ date: "2026-12-25", name: "Christmas Day", hours: [] }],
      closedLadder: ["onCall"],
      onCallPhone: "+13125550105",
    });

    await page.goto(`/a/${SLUG}/who-rings?${SUNDAY}`);
    await page.getByRole("heading", { name: "Closed: one phone rings, 20 s at most" }).waitFor();
    await page.getByText("The business has been closed since Fri 17:00; it opens Mon 08:30.").waitFor();
    await page.getByText("(312) 555-0105", { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`/a/${SLUG}/who-rings?at=2026-12-25T12:00`);
    await page.getByText("The business is closed today: Christmas Day.").waitFor();
    await page.goto(`/a/${SLUG}/who-rings?at=2026-03-02T08:30`);
    await page.getByRole("heading", { name: "One phone rings, 20 s at most", exact: true }).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("a span that can't be is refused at its day, and what was typed stays", async () => {
    const { page, chromium, company } = office();
    await company.ask("PATCH", company.account, { hours: { tue: ["09:00-17:00"] } });
    await page.goto(`/a/${SLUG}/settings/hours`);
    await page.getByRole("button", { name: "Add hours on Tuesday" }).click();
    await page.getByRole("button", { name: "Update" }).click();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    const week = page.getByRole("group", { name: "Open" });
    await week.getByText("is open at the same time as another of this day").waitFor();
    expect(await page.getByLabel("Tuesday, from", { exact: true }).count()).toBe(2);
    await page.getByRole("button", { name: "Discard changes" }).click();
    expect(await page.getByLabel("Tuesday, from", { exact: true }).count()).toBe(1);
    // It is an answer that the console calls an error; that it came is the point.
    expect(chromium.problems.filter((problem) => !problem.includes("400"))).toEqual([]);
    chromium.problems.length = 0;
  });

  test("Dana's working hours, a vacation and being away: her lead's call goes elsewhere, and it says until when", async () => {
    const { page, chromium, company } = office();
    const { items } = await company.ask<{ items: { id: string; name: string }[] }>(
      "GET",
      `${company.account}/staff`,
    );
    const dana = items.find(({ name }) => name === "Dana");
    await page.goto(`/a/${SLUG}/settings/my-staff?id=${dana?.id}`);
    const drawer = page.getByRole("dialog", { name: "Edit Dana" });
    await drawer.getByRole("switch", { name: "At any time" }).click();
    await drawer.getByLabel("Monday, to", { exact: true }).fill("12:00");
    await drawer.getByLabel("Away until").fill("2026-03-04T09:00");
    await drawer.getByRole("button", { name: "Add days off" }).click();
    await drawer.getByLabel("First day").fill("2026-03-05");
    await drawer.getByRole("textbox", { name: "Name" }).last().fill("Vacation");
    expect(await findBarriers(page)).toEqual([]);
    await drawer.getByRole("button", { name: "Update" }).click();
    const confirm = page.getByRole("dialog", { name: "What changes for callers" });
    await confirm.getByRole("button", { name: "Update" }).click();
    await page.getByText("Dana is updated.").waitFor();
    const says = async (at: string, text: string) => {
      await page.goto(`/a/${SLUG}/who-rings?from=%2B13125550123&at=${at}`);
      await page.getByText(text).waitFor();
    };
    const awayUntil = (time: string) =>
      company.ask("PATCH", `${company.account}/staff/${dana?.id}`, { awayUntil: time });
    await awayUntil("2999-01-02T15:00:00Z");
    await page.goto(`/a/${SLUG}/settings/my-staff`);
    await page.getByText("Away until Jan 2, 9:00").waitFor();
    await awayUntil("2026-03-04T15:00:00Z");
    await says(
      "2026-03-03T10:00",
      "Dana, to whom the lead Anna Berg is assigned, is away until 4 Mar 09:00.",
    );
    await says("2026-03-05T10:00", "is away until 6 Mar 09:00 (Vacation).");
    await says("2026-03-09T13:00", "is outside working hours until Tue 09:00.");
    expect(chromium.problems).toEqual([]);
  });

  test("a number of its own kind, on a phone's screen: nothing is wider than the screen", async () => {
    const { chromium, context } = office();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 740 });
    const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
    await page.goto(`/a/${SLUG}/settings/hours`);
    await settle(page);
    expect(await widest()).toBeLessThanOrEqual(360);
    await page.goto(`/a/${SLUG}/settings/phone-numbers?id=1`);
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("switch", { name: "The account's hours, from Settings > Hours" }).click();
    await drawer.getByRole("combobox", { name: "While closed" }).click();
    await page.getByRole("option", { name: "Straight to voicemail" }).click();
    const body = drawer.locator("form");
    expect(await body.evaluate((form) => form.scrollWidth - form.clientWidth)).toBeLessThanOrEqual(0);
    await drawer.getByRole("button", { name: "Update" }).click();
    const confirm = page.getByRole("dialog", { name: "What changes for callers" });
    await confirm.getByRole("button", { name: "Update" }).click();
    await page.getByText("Practice line is updated.").waitFor();
    await page.goto(`/a/${SLUG}/who-rings?${SUNDAY}`);
    await page.getByRole("heading", { name: "Closed: voicemail" }).waitFor();
    await page.getByText("This number has been closed since Fri 17:00").waitFor();
    await page.close();
    expect(chromium.problems).toEqual([]);
  });
});
