import { existsSync } from "node:fs";

/** The shell first: the same engine without a window's trimmings, which nobody sees here. */
const PLACES = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The system's Chromium, or the one that CHROMIUM names; null where there is none. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  return [...(named ? [named] : []), ...PLACES].find((path) => existsSync(path)) ?? null;
}

export const NO_CHROMIUM =
  "no Chromium was found (Debian: apt install chromium-headless-shell; elsewhere: set CHROMIUM)";
