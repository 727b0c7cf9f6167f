import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { type ChromiumNeeds, findChromium, NO_CHROMIUM } from "../../../scripts/find-chromium.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // No page reaches anything but this machine, whatever its libraries try.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
  // A page lives for seconds here: V8 would spend an eighth of the processor on making its code quicker.
  "--js-flags=--no-opt --no-maglev",
  // A microphone that nobody speaks into; who may use it is still asked.
  "--use-fake-device-for-media-stream",
];

/** Windows of a Chromium that keep note of everything that went wrong in them. */
export type WatchedBrowser = {
  /** A person's own window, with cookies of its own. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; context: BrowserContext }>;
  /** Console errors, exceptions, and requests to anywhere else, of all pages so far. */
  problems: string[];
  /** Closes its windows; the Chromium goes on. */
  close(): Promise<void>;
};

/** Starts the system's Chromium; without one it throws, and says how to get it. */
export function launchBrowser(needs: ChromiumNeeds = {}): Promise<Browser> {
  const executablePath = findChromium(needs);
  if (executablePath === null) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath, args: FLAGS });
}

export function watchBrowser(browser: Browser, address: string): WatchedBrowser {
  const contexts: BrowserContext[] = [];
  const problems: string[] = [];
  return {
    problems,
    async open(options = {}) {
      const context = await browser.newContext({
        baseURL: address,
        viewport: { width: 1280, height: 900 },
        locale: "en-US",
        timezoneId: "America/Chicago",
        reducedMotion: "reduce",
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(240_000);
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          problems.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${address}/`))
          problems.push(`a request to elsewhere: ${request.url()}`);
      });
      return { page, context };
    },
    async close() {
      for (const context of contexts) await context.close();
    },
  };
}
