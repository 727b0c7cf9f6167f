import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT_PAGES, PUBLIC_PAGES } from "./testing/every-page.ts";
import { findBarriers } from "./testing/find-barriers.ts";
import { findChromium } from "./testing/find-chromium.ts";
import { openBrowser, type WatchedBrowser } from "./testing/open-browser.ts";
import { practiceCall, SLUG, setUpCompany } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";
import { type Installation, startInstallation } from "./testing/start-installation.ts";

const JOURNEY_MS = 300_000;

describe.skipIf(findChromium() === null)("WCAG 2.2 AA by axe, on every page", () => {
  let installation: Installation;
  let chromium: WatchedBrowser;
  let cookies: Awaited<ReturnType<WatchedBrowser["open"]>>["context"];
  let call: string;
  beforeAll(async () => {
    installation = await startInstallation();
    chromium = await openBrowser(installation.address);
    cookies = (await chromium.open()).context;
    const company = await setUpCompany(installation, cookies.request);
    call = await practiceCall(company, { from: "+13125550123", answers: "+13125550101" });
  }, JOURNEY_MS);
  afterAll(async () => {
    await chromium?.close();
    await installation?.stop();
  });

  test.each(["light", "dark"] as const)(
    "no barrier in %s",
    async (colorScheme) => {
      const found: string[] = [];
      const visit = async (page: Awaited<ReturnType<WatchedBrowser["open"]>>["page"], path: string) => {
        await page.goto("about:blank");
        await page.goto(path);
        await settle(page);
        for (const barrier of await findBarriers(page)) found.push(`${path} ${barrier}`);
      };
      const signedIn = await chromium.open({ colorScheme, storageState: await cookies.storageState() });
      for (const path of [...Object.values(ACCOUNT_PAGES), `calls/${call}`])
        await visit(signedIn.page, `/a/${SLUG}/${path}`);
      await visit(signedIn.page, "/profile");
      await signedIn.context.close();
      const stranger = await chromium.open({ colorScheme });
      for (const path of Object.values(PUBLIC_PAGES)) await visit(stranger.page, path);
      await stranger.context.close();
      expect(found).toEqual([]);
    },
    JOURNEY_MS,
  );
});
