/** `npm run screenshots`: a picture of every page, in light, in dark, and as wide as a phone. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PUBLIC_PAGES, signedInPages } from "./testing/every-page.ts";
import { makeCampaigns } from "./testing/make-campaigns.ts";
import { launchBrowser, watchBrowser } from "./testing/open-browser.ts";
import { practiceCall, SLUG, setUpCompany } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";
import { startInstallation } from "./testing/start-installation.ts";

const FOLDER = process.argv[2] ?? fileURLToPath(new URL("../../.cache/screenshots/", import.meta.url));
const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 860 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 860 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
} as const;

const installation = await startInstallation();
const browser = await launchBrowser();
const { open, problems } = watchBrowser(browser, installation.address);
try {
  const { context } = await open();
  const company = await setUpCompany(installation, context.request);
  // Practice callers hang up at once, and are to be called back all the same.
  await company.ask("PATCH", company.account, { callbacks: { ignoreShorterThanSeconds: 0 } });
  await makeCampaigns(company);
  const call = await practiceCall(company, { from: "+13125550123", answers: "+13125550101" });
  await practiceCall(company, { from: "+13125550199", answers: "+13125550100" });
  await practiceCall(company, { from: null, answers: null });
  await practiceCall(company, { from: "+13125550124", answers: null });
  await practiceCall(company, { from: "+13125550177", answers: null });
  await company.ask("PATCH", company.account, { defaultOutboundNumber: company.line });
  const texts = `${company.account}/practice/texts`;
  await company.ask("POST", texts, {
    from: "+13125550123",
    to: company.line,
    text: "My roof leaks. Can you come?",
  });
  await company.ask("POST", texts, { from: "+13125550188", to: company.line, text: "Do you do gutters?" });
  const anna = `${company.account}/conversations/lead:1`;
  await company.ask("POST", `${anna}/texts`, { text: "On our way, Anna." });
  await company.ask("POST", `${anna}/notes`, { text: "Has a dog: ring twice." });
  const template = { name: "On the way", text: "Hi {firstName}, {me} is on the way.", shared: true };
  await company.ask("POST", `${company.account}/templates`, template);
  const cookies = await context.storageState();
  for (const [look, options] of Object.entries(LOOKS)) {
    await mkdir(join(FOLDER, look), { recursive: true });
    const signedIn = await open({ ...options, storageState: cookies });
    for (const [name, path] of Object.entries(signedInPages(SLUG, call))) {
      await signedIn.page.goto(path);
      await settle(signedIn.page);
      await signedIn.page.screenshot({ path: join(FOLDER, look, `${name}.png`), fullPage: true });
    }
    const stranger = await open(options);
    for (const [name, path] of Object.entries(PUBLIC_PAGES)) {
      await stranger.page.goto("about:blank");
      await stranger.page.goto(path);
      await settle(stranger.page);
      await stranger.page.screenshot({ path: join(FOLDER, look, `${name}.png`), fullPage: true });
    }
    await signedIn.context.close();
    await stranger.context.close();
  }
  console.log(`The pictures are in ${FOLDER}`);
  for (const problem of new Set(problems)) console.log(`Noticed on the pages: ${problem}`);
} finally {
  await browser.close();
  await installation.stop();
}
