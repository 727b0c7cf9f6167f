import type { Page } from "playwright-core";

/** Waits until a page shows what it has to show: its title, no more placeholders, its fonts and motions at rest. */
export async function settle(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label="Loading"]') === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)));
  });
}
