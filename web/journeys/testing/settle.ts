import type { Locator, Page } from "playwright-core";

/** Waits until a page shows what it has to show: its title, no more placeholders, its fonts and motions at rest. */
export async function settle(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector('[role=status][aria-label="Loading"]') === null);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** Waits until something has the focus. */
export async function hasFocus(input: Locator): Promise<void> {
  const element = await input.elementHandle();
  await input.page().waitForFunction((it) => it === document.activeElement, element);
}
