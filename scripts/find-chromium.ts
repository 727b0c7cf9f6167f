import { existsSync } from "node:fs";

/** The same engine without a window's trimmings, which nobody sees here; nor can it hear. */
const SHELL = "/usr/bin/chromium-headless-shell";
const WHOLE = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What a page does that not every Chromium can. */
export type ChromiumNeeds = { microphone?: boolean };

/** The system's Chromium, or the one that CHROMIUM names; null where there is none that can do it. */
export function findChromium({ microphone = false }: ChromiumNeeds = {}): string | null {
  const named = process.env.CHROMIUM;
  const places = [...(named ? [named] : []), ...(microphone ? [] : [SHELL]), ...WHOLE];
  return places.find((path) => existsSync(path)) ?? null;
}

export const NO_CHROMIUM =
  "no Chromium was found (Debian: apt install chromium chromium-headless-shell; elsewhere: set CHROMIUM)";
