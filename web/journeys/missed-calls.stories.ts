import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceCall, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

const ANNA = "+13125550123";
const STRANGER = "+13125550199";

describeJourneys("missed calls, in a browser", () => {
  const office = useOffice(async ({ ask, account }) => {
    // Practice callers hang up as soon as a phone rings.
    await ask("PATCH", account, { callbacks: { ignoreShorterThanSeconds: 0, escalateAfterMinutes: 45 } });
  });

  test("Olga switches the text-back on, with words of her own, and it holds for the practice line", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/settings/missed-calls`);
    const section = page.getByRole("region", { name: "Text-back" });
    await section.getByRole("switch", { name: "Text callers who reached nobody" }).click();
    await section.getByRole("textbox", { name: "Text" }).fill("Hi {name}, {business} will call you back.");
    await section
      .getByText("Anna Berg would read: “Hi Anna Berg, Acme Roofing will call you back.” (one segment)")
      .waitFor();
    await section.getByLabel("Seconds until it is sent").fill("0");
    await section.getByLabel("Quiet from").fill("00:00");
    await section.getByLabel("Quiet until").fill("00:00");
    await page.getByRole("button", { name: "Update", exact: true }).click();
    await page.getByText("Missed calls are updated.").waitFor();
    const { textBack } = await company.ask<{ textBack: object }>("GET", company.account);
    expect(textBack).toMatchObject({
      on: true,
      text: "Hi {name}, {business} will call you back.",
      afterSeconds: 0,
      quietHours: { from: "00:00", to: "00:00" },
    });
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByText("Text-back, seconds until it is sent").first().waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("Anna calls, nobody answers: she comes to the list by herself, gets a text, and the call tells it", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/callbacks`);
    await page.getByRole("heading", { name: "Nobody waits for a call" }).waitFor();
    const call = await practiceCall(company, { from: ANNA, answers: null });
    await practiceCall(company, { from: STRANGER, answers: null });

    const anna = page.getByRole("article", { name: "Callback for Anna Berg" });
    await anna.getByText("Has waited under a minute").waitFor();
    expect(await anna.getByRole("button", { name: "Call Anna Berg" }).isEnabled()).toBe(true);
    expect(await anna.getByRole("combobox", { name: "Assign" }).inputValue()).toBe("Dana");
    const menu = page.getByRole("navigation", { name: "Pages" });
    await menu.getByLabel("2 open").waitFor();

    const told = async () => {
      type Call = { story: { text: string }[] };
      const { story } = await company.ask<Call>("GET", `${company.account}/calls/${call}`);
      return story.map(({ text }) => text).join("\n");
    };
    await expect.poll(told).toContain("The text arrived.");
    await anna.getByRole("link", { name: /^\w{3} \d/ }).click();
    const story = page.getByRole("region", { name: "Story" });
    await story.getByText("“Hi Anna Berg, Acme Roofing will call you back.”").waitFor();
    await story.getByText("Callback: They reached nobody. Dana is to call them back.").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("one is given to Leo, noted, done, and opened again; whose they are can be asked", async () => {
    const { page, chromium } = office();
    await page.goto(`/a/${SLUG}/callbacks?owner=nobody`);
    const stranger = page.getByRole("article", { name: /^Callback for .*555-0199$/ });
    await stranger.getByRole("combobox", { name: "Assign" }).click();
    await page.getByRole("option", { name: /^Leo/ }).click();
    await stranger.waitFor({ state: "detached" });
    await page.getByRole("combobox", { name: "Whose callbacks" }).click();
    await page.getByRole("option", { name: /^Leo/ }).click();
    await stranger.getByRole("button", { name: "Add a note" }).click();
    await stranger.getByLabel("Note").fill("Wants a quote");
    await stranger.getByRole("button", { name: "Save note" }).click();
    await stranger.getByText("“Wants a quote”").waitFor();
    await stranger.getByRole("button", { name: "Talked to them" }).click();
    await stranger.waitFor({ state: "detached" });
    await page.getByText("Done", { exact: true }).click();
    await stranger.getByText(/^Done, says Olga Stern/).waitFor();
    await stranger.getByRole("button", { name: /^What happened/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Olga Stern gave it to Leo.").waitFor();
    await dialog.getByText("Olga Stern said that it is done.").waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await stranger.getByRole("button", { name: "Open again" }).click();
    await stranger.waitFor({ state: "detached" });
    expect(chromium.problems).toEqual([]);
  });

  test("who wants no texts is entered and taken out; nonsense is refused at its field", async () => {
    const { page, chromium } = office();
    await page.goto(`/a/${SLUG}/settings/missed-calls`);
    const section = page.getByRole("region", { name: "Who wants no texts" });
    await section.getByLabel("Phone").fill("nonsense");
    await section.getByRole("button", { name: "Add", exact: true }).click();
    await section
      .getByText(/expected a phone number/)
      .first()
      .waitFor();
    expect(chromium.problems.splice(0)).toEqual([expect.stringContaining("400")]);
    await section.getByLabel("Phone").fill("(312) 555-0177");
    await section.getByRole("button", { name: "Add", exact: true }).click();
    await section.getByText("Entered here").waitFor();
    await section.getByRole("button", { name: /^Text .* again$/ }).click();
    await section.getByText("Entered here").waitFor({ state: "detached" });
    expect(chromium.problems).toEqual([]);
  });

  test("on a telephone, in light and dark: no barrier, and nothing wider than the screen", async () => {
    const { context } = office();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 780 });
    for (const path of [
      "callbacks",
      "settings/missed-calls",
      "settings/phone-numbers?id=1",
      "settings/my-staff?id=2",
    ]) {
      await page.goto(`/a/${SLUG}/${path}`);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        await settle(page);
        expect(await findBarriers(page), `${path} ${colorScheme}`).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360);
    }
    await page.close();
  });
});
