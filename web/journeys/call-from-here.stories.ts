import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { type Company, describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

const OLGA = "+13125550107";
const ANNA = "+13125550123";

/** Works a practice phone as soon as it can be. */
async function work({ ask, account }: Company, phone: string, move: object): Promise<void> {
  const end = Date.now() + 20_000;
  const path = `${account}/practice/phones/${encodeURIComponent(phone)}`;
  while (true) {
    try {
      await ask("POST", path, move);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

describeJourneys("calls from the app, in a browser", () => {
  const office = useOffice(async ({ ask, account, line }) => {
    await ask("PATCH", `${account}/staff/1`, { phone: OLGA });
    await ask("PATCH", account, { defaultOutboundNumber: line });
  });

  test("Olga calls her lead from the page: her own phone, 1, Anna's phone, a talk; then what it came to", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/leads?lead=1`);
    await page.getByRole("dialog").getByRole("button", { name: "Call Anna Berg" }).click();
    const panel = page.getByRole("region", { name: "Call", exact: true });
    await panel.getByText("Your phone rings. Pick up and press 1.").waitFor();
    await work(company, OLGA, { do: "answer" });
    await panel.getByText("Press 1 on your phone, and Anna Berg is called.").waitFor();
    await work(company, OLGA, { do: "press", key: "1" });
    await panel.getByText("Rings at Anna Berg").waitFor();
    await work(company, ANNA, { do: "answer" });
    await panel.getByText("Talking").waitFor();
    await panel.getByRole("button", { name: "Hang up" }).click();
    await panel.getByText(/The call ended: Olga Stern and Anna Berg talked for \d+ s\./).waitFor();

    await panel.getByRole("combobox", { name: "Disposition" }).click();
    await page.getByRole("option", { name: "Call again" }).click();
    await panel.getByRole("textbox", { name: "Notes" }).fill("Wants an offer by Friday.");
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await panel.getByRole("button", { name: "Save notes" }).click();
    await panel.waitFor({ state: "detached" });
    await page.getByRole("dialog").getByText("Call again: Wants an offer by Friday.").waitFor();

    await page.goto(`/a/${SLUG}/calls?direction=outbound&disposition=Call+again`);
    await page.getByText("called by Olga Stern").waitFor();
    await page.getByRole("region", { name: "History" }).getByRole("link").first().click();
    await page.getByRole("heading", { name: "Call to Anna Berg" }).waitFor();
    await page.getByText("Olga Stern pressed 1.").waitFor();
    await page.getByText("Olga Stern ended the call here.").waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("a number typed into the dialer: 911 is refused with what to do, another rings at Olga's first", async () => {
    const { page, chromium } = office();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`/a/${SLUG}/callbacks`);
    await page.getByRole("button", { name: "Call a number" }).click();
    const panel = page.getByRole("region", { name: "Call", exact: true });
    await panel.getByLabel("Phone").fill("911");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await settle(page);
      expect(await findBarriers(page)).toEqual([]);
    }
    await panel.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByText(/may be an emergency number. Dial it from your own phone/).waitFor();
    await page.getByRole("button", { name: "Close this message" }).click();
    await panel.getByLabel("Phone").fill("(312) 555-0177");
    await panel.getByRole("button", { name: "Call", exact: true }).click();
    await panel.getByText("Your phone rings. Pick up and press 1.").waitFor();
    await panel.getByRole("button", { name: "Hang up" }).click();
    await panel.getByText(/did not take it, so .* was not called/).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    // The refusal is an answer of 400, which the browser notes.
    expect(chromium.problems.filter((problem) => !/400/.test(problem))).toEqual([]);
  });
});
