import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { type ChromiumNeeds, findChromium } from "../../../scripts/find-chromium.ts";
import { createTestDatabase, type TestDatabase } from "../../../store/testing/create-test-database.ts";
import { launchBrowser, type WatchedBrowser, watchBrowser } from "./open-browser.ts";
import { setUpCompany } from "./set-up-company.ts";
import { type Installation, startInstallation } from "./start-installation.ts";

/** What a browser sees, in one test or several. Skipped where there is no Chromium; `npm test` says so. */
export function describeJourneys(title: string, journeys: () => void, needs: ChromiumNeeds = {}): void {
  describe.skipIf(findChromium(needs) === null)(title, journeys);
}

/** A fresh installation, and a browser that looks at it. */
export type Site = { installation: Installation; chromium: WatchedBrowser };

/**
 * One of each for all journeys beside it; ask for them inside a test. `prepare` is done once, before the first. The
 * database is the suite's, unless it is to be the embedded one that a new user gets.
 */
export function useSite<More extends object>(
  prepare: (site: Site) => Promise<More>,
  options: { embedded?: boolean } & ChromiumNeeds = {},
): () => Site & More {
  let database: TestDatabase | undefined;
  let site: Site;
  let more: More;
  beforeAll(async () => {
    if (!options.embedded) database = await createTestDatabase();
    const installation = await startInstallation(database?.url);
    site = { installation, chromium: watchBrowser(await shareBrowser(options), installation.address) };
    more = await prepare(site);
  });
  afterAll(async () => {
    await site?.chromium.close();
    await site?.installation.stop();
    await database?.drop();
  });
  return () => ({ ...site, ...more });
}

const launched = new Map<string, Promise<Browser>>();

/** One for all journeys of this process that need the same: it takes seconds to start, and its windows share nothing. */
function shareBrowser({ microphone = false }: ChromiumNeeds): Promise<Browser> {
  const name = String(microphone);
  const browser = launched.get(name) ?? launchBrowser({ microphone });
  launched.set(name, browser);
  return browser;
}

export type Company = Awaited<ReturnType<typeof setUpCompany>>;
/** Acme Roofing, and its owner's window. */
export type Office = { page: Page; context: BrowserContext; company: Company };

/** A site whose owner is signed in; see `set-up-company.ts` for whom and what the company has. */
export function useOffice(
  prepare: (company: Company) => Promise<void> = async () => {},
  needs: ChromiumNeeds = {},
): () => Site & Office {
  const walkIn = async ({ installation, chromium }: Site) => {
    const { page, context } = await chromium.open();
    const company = await setUpCompany(installation, context.request);
    await prepare(company);
    return { page, context, company };
  };
  return useSite(walkIn, needs);
}
