import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** Axe's rules that look at colours: all that can differ where the same page is shown in others. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
let source: Promise<string> | undefined;

/**
 * What axe finds on a page against WCAG 2.2 AA: each rule, with the first places. `colours`: by the rules of colours
 * alone, for a page that was looked at before.
 */
export async function findBarriers(page: Page, only?: "colours"): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // By the debugger's own way in, which the page's policy does not concern: the page stays as people get it.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await source);
  const runOnly = only === "colours" ? { type: "rule", values: OF_COLOURS } : { type: "tag", values: TAGS };
  const findings = await page.evaluate(
    async (options) => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(
            place: Document,
            options: object,
          ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
        };
      };
      const { violations } = await axe.run(document, options);
      return violations.map(({ id, nodes }) => ({
        id,
        places: nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ""}`),
      }));
    },
    { runOnly, resultTypes: ["violations"] },
  );
  return findings.map(({ id, places }) => `${id}: ${places.join("\n")}`);
}
