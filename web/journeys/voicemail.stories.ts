import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceMessage, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

describeJourneys("messages, in a browser", () => {
  const office = useOffice();

  test("Anna leaves a message: it comes to the page by itself, is played with its picture, and dealt with", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/voicemail`);
    await page.getByRole("heading", { name: "No messages to deal with" }).waitFor();
    const call = await practiceMessage(company, { from: "+13125550123", seconds: 4 });

    const message = page.getByRole("article", { name: "Message from Anna Berg" });
    await message.getByText("New", { exact: true }).waitFor({ timeout: 30_000 });
    await message.getByRole("button", { name: "Play message from Anna Berg" }).click();
    await message.getByText("Heard", { exact: true }).waitFor();
    await message.locator(".wave[data-drawn=true]").waitFor();
    // A tone is as loud at its end as at its beginning.
    const heights = await message
      .locator(".wave rect")
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
    expect(heights).toHaveLength(96);
    expect(Math.min(...heights)).toBeGreaterThan(30);
    const position = message.getByRole("slider", { name: "Position in message from Anna Berg" });
    await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(0.5);

    // From the keyboard: paused, back to the beginning, and forward.
    await message.getByRole("button", { name: "Pause message from Anna Berg" }).press("Enter");
    await position.press("Home");
    expect(Number(await position.inputValue())).toBe(0);
    await position.press("ArrowRight");
    expect(Number(await position.inputValue())).toBeGreaterThan(0);

    await message.getByRole("button", { name: "Done" }).click();
    await message.waitFor({ state: "detached" });
    await page.getByText("Done", { exact: true }).click();
    await message.getByText("Done", { exact: true }).waitFor();
    await page.goto(`/a/${SLUG}/calls/${call}`);
    const onCall = page.getByRole("region", { name: "Message" });
    await onCall.locator(".wave[data-drawn=true]").waitFor();
    await onCall.getByRole("button", { name: "Not done" }).click();
    await onCall.getByText("Heard", { exact: true }).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("on a telephone, in light and dark: no barrier, and nothing wider than the screen", async () => {
    const { context } = office();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`/a/${SLUG}/voicemail?state=all`);
    await page.getByRole("article").first().waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await settle(page);
      expect(await findBarriers(page)).toEqual([]);
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/phone-${colorScheme}.png` });
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.close();
  });
});
