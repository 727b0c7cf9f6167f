import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { PUBLIC_PAGES, signedInPages } from "./testing/every-page.ts";
import { findBarriers } from "./testing/find-barriers.ts";
import { makeCampaigns } from "./testing/make-campaigns.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceCall, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

/** Opens a page: within the app where it is open already, as links do, so that it is not loaded again. */
async function goTo(page: Page, path: string): Promise<void> {
  const pageOf = (url: string) => /\/a\/[^?#]*/.exec(url)?.[0];
  if (!pageOf(page.url()) || !pageOf(path) || pageOf(page.url()) === pageOf(path)) {
    // Paths that differ by what follows the # alone would not be loaded again.
    if (path.includes("#")) await page.goto("about:blank");
    await page.goto(path);
    return;
  }
  await page.evaluate((to) => {
    document.title = "";
    history.pushState(null, "", to);
  }, path);
  // Each page gives itself its title.
  await page.waitForFunction(() => document.title !== "");
}

describeJourneys("WCAG 2.2 AA by axe, on every page, in light and dark", () => {
  const office = useOffice();

  /** The barriers of these pages; each is looked at in both colours, as when a screen goes dark at night. */
  async function barriersOf(page: Page, paths: string[]): Promise<string[]> {
    const found: string[] = [];
    for (const path of paths) {
      await page.emulateMedia({ colorScheme: "light" });
      await goTo(page, path);
      for (const [colorScheme, only] of [["light"], ["dark", "colours"]] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        await settle(page);
        for (const barrier of await findBarriers(page, only))
          found.push(`${path} in ${colorScheme}: ${barrier}`);
      }
    }
    return found;
  }

  test("no barrier for who is signed in", async () => {
    const { page, company } = office();
    await makeCampaigns(company);
    const call = await practiceCall(company, { from: "+13125550123", answers: "+13125550101" });
    expect(await barriersOf(page, Object.values(signedInPages(SLUG, call)))).toEqual([]);
  });

  test("no barrier for who is not", async () => {
    const { page } = await office().chromium.open();
    expect(await barriersOf(page, Object.values(PUBLIC_PAGES))).toEqual([]);
  });
});
