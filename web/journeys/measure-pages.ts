/** `npm run bench:pages`: how long after the server's answer each page can be used, in a browser on this machine. */
import type { Page } from "playwright-core";
import { PUBLIC_PAGES, signedInPages } from "./testing/every-page.ts";
import { launchBrowser, watchBrowser } from "./testing/open-browser.ts";
import { practiceCall, SLUG, setUpCompany } from "./testing/set-up-company.ts";
import { startInstallation } from "./testing/start-installation.ts";

const ROUNDS = 7;
const BAR_MS = 1_000;

/**
 * From the first byte of the page's answer until it shows its title and no more placeholders. Each time the page is
 * loaded as by somebody who opens a link: with the browser's cache, with no script running yet.
 */
async function timeToUse(page: Page, path: string): Promise<number> {
  await page.goto("about:blank");
  await page.goto(path, { waitUntil: "commit" });
  const usable = await page.waitForFunction(
    () => {
      const waits = document.querySelector('[role=status][aria-label="Loading"]') !== null;
      return document.querySelector("h1") !== null && !waits ? performance.now() : false;
    },
    undefined,
    { polling: "raf" },
  );
  const answered = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return navigation?.responseStart ?? 0;
  });
  return ((await usable.jsonValue()) as number) - answered;
}

const installation = await startInstallation();
const browser = await launchBrowser();
const { open } = watchBrowser(browser, installation.address);
let slowest = 0;
try {
  const owner = await open();
  const company = await setUpCompany(installation, owner.context.request);
  const call = await practiceCall(company, { from: "+13125550123", answers: "+13125550101" });
  const stranger = await open();
  const visits = [
    ...Object.values(signedInPages(SLUG, call)).map((path) => ({ path, page: owner.page })),
    ...Object.values(PUBLIC_PAGES).map((path) => ({ path, page: stranger.page })),
  ];
  console.log(`ms from the server's answer until the page can be used, ${ROUNDS} times each\n`);
  console.log(`${"page".padEnd(52)}${"middle".padStart(8)}${"most".padStart(8)}`);
  for (const { path, page } of visits) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(await timeToUse(page, path));
    times.sort((one, other) => one - other);
    const [middle = 0, most = 0] = [times[Math.floor(ROUNDS / 2)], times.at(-1)];
    slowest = Math.max(slowest, middle);
    console.log(
      `${path.replace(call, "<call>").padEnd(52)}${middle.toFixed(0).padStart(8)}${most.toFixed(0).padStart(8)}`,
    );
  }
} finally {
  await browser.close();
  await installation.stop();
}
const met = slowest < BAR_MS;
console.log(`\n${met ? "PASS" : "FAIL"}  every page within ${BAR_MS} ms   slowest ${slowest.toFixed(0)} ms`);
process.exitCode = met ? 0 : 1;
