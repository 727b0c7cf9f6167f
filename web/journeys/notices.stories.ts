import { expect, test } from "vitest";
import { receiveWebhooks, verifyWebhook } from "../../notify/testing/receive-webhooks.ts";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceMessage, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

describeJourneys("telling people and programs, in a browser", () => {
  const office = useOffice();

  test("a person chooses what they are told of, and finds it again", async () => {
    const { page, chromium } = office();
    await page.goto("/profile");
    const section = page.getByRole("region", { name: "What you are told" });
    await section.getByText("can't send mail yet").waitFor();
    const answered = section.getByRole("checkbox", { name: "Answered calls by mail" });
    expect(await answered.isChecked()).toBe(false);
    expect(await section.getByRole("checkbox", { name: "Missed calls by mail" }).isChecked()).toBe(true);
    expect(await section.getByRole("checkbox", { name: "Incoming texts by mail" }).isChecked()).toBe(true);
    await answered.check();
    await section.getByText("All of the account's").click();
    await section.getByRole("switch", { name: "Only while working" }).check();
    await section.getByLabel("Digest by mail at").fill("07:30");
    await section.getByRole("button", { name: "Update" }).click();
    await page.getByText("What you are told is updated.").waitFor();
    await page.reload();
    await expect.poll(() => answered.isChecked()).toBe(true);
    expect(await section.getByLabel("Digest by mail at").inputValue()).toBe("07:30");
    expect(await section.getByRole("radio", { name: "All of the account's" }).isChecked()).toBe(true);

    // An admin finds the same at My Staff, and can say "as usual" again.
    await page.goto(`/a/${SLUG}/settings/my-staff?id=1`);
    const drawer = page.getByRole("dialog");
    expect(await drawer.getByRole("checkbox", { name: "Answered calls by mail" }).isChecked()).toBe(true);
    await drawer.getByRole("switch", { name: "As usual" }).check();
    await drawer.getByRole("button", { name: "Update" }).click();
    await drawer.waitFor({ state: "detached" });
    await page.goto("/profile");
    await expect.poll(() => answered.isChecked()).toBe(false);
    expect(chromium.problems).toEqual([]);
  });

  test("an owner adds a webhook, tries it, sees what failed, and sends it again", async () => {
    const { page, chromium, company } = office();
    const receiver = await receiveWebhooks();
    receiver.answer({ status: 500, text: "our database is away" });
    await page.goto(`/a/${SLUG}/settings/webhooks`);
    await page.getByRole("heading", { name: "No program is told anything" }).waitFor();
    await page.getByRole("button", { name: "Add a webhook" }).first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByLabel("Address").fill("http://crm.example.com/hooks");
    await drawer.getByLabel("Description").fill("Our CRM");
    await drawer.getByRole("button", { name: "Add webhook" }).click();
    await drawer.getByText("expected an https address").first().waitFor();
    expect(chromium.problems.splice(0)).toEqual([expect.stringContaining("400")]);
    await drawer.getByLabel("Address").fill(receiver.url);
    await drawer.getByRole("button", { name: "Add webhook" }).click();
    const shown = page.getByRole("dialog", { name: "The webhook's secret" });
    const secret = (await shown.locator("pre").textContent()) ?? "";
    expect(secret).toMatch(/^whsec_/);
    await shown.getByRole("button", { name: "Done" }).click();

    const card = page.getByRole("article", { name: "Our CRM" });
    await card.getByRole("button", { name: "Send a test event" }).click();
    const test = card.getByRole("article", { name: "Test event" });
    await test.getByText("It answered 500.").waitFor();
    await test.getByRole("button", { name: "Details of Test event" }).click();
    const details = page.getByRole("dialog", { name: "What was sent" });
    await details.getByText("our database is away").waitFor();
    await details.getByRole("region", { name: "Body" }).getByText('"type": "test"').waitFor();
    receiver.answer({ status: 204 });
    await details.getByRole("button", { name: "Send again" }).click();
    await details.getByText("Delivered", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
    const bodies = receiver.received.map((one) => verifyWebhook(one, secret));
    expect(bodies).toMatchObject([{ type: "test" }, { type: "test" }]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);

    // A caller leaves a message: the program is told once its recording is here.
    const call = await practiceMessage(company, { from: "+13125550123", seconds: 3 });
    await receiver.has(3);
    const [, , told] = receiver.received;
    if (told === undefined) throw new Error("nothing was told");
    const recording = { state: "fetched" };
    expect(verifyWebhook(told, secret)).toMatchObject({
      type: "voicemailLeft",
      data: { call: { id: call, outcome: "voicemail" }, voicemail: { seconds: 3, recording } },
    });
    await card.getByText(/left a message of 3 s/).waitFor();

    // Ben texts, whose lead is nobody's: the program hears of it at once.
    const { ask, account, line } = company;
    await ask("POST", `${account}/practice/texts`, {
      from: "+13125550124",
      to: line,
      text: "Are you there?",
    });
    await receiver.has(4);
    expect(verifyWebhook(receiver.received[3] ?? told, secret)).toMatchObject({
      type: "textReceived",
      data: { text: { text: "Are you there?", media: 0, lead: { name: "Ben Holm" }, owner: null } },
    });
    await card.getByText(/Ben Holm .* wrote/).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("what could not be delivered is shown with the reason", async () => {
    const { page } = office();
    await page.goto(`/a/${SLUG}/settings/notices?channel=mail`);
    const row = page.getByRole("article", { name: /left a message of 3 s/ }).first();
    await row.getByText("This installation sends no mail: SMTP_URL and MAIL_FROM are not set.").waitFor();
    // What came meanwhile and nobody has read yet is told in a breath.
    await page
      .getByRole("article", { name: /Ben Holm .* wrote/ })
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Send failed ones again" }).click();
    await page.getByText(/\d+ are being sent again/).waitFor();
  });

  test("on a telephone, in light and dark: no barrier, and nothing wider than the screen", async () => {
    const { context } = office();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 780 });
    const stoppedAt = new Date().toISOString();
    await page.route("**/webhooks?**", async (route) => {
      const answer = await route.fetch();
      const { items, nextCursor } = await answer.json();
      const [first] = items;
      const state = { ...first.state, failingSince: stoppedAt, previousSecretUntil: stoppedAt };
      const stopped = { ...state, stoppedAt, stoppedWhy: "its receiver answered 410, gone for good" };
      const others = [
        { ...first, id: "8", description: null, state },
        { ...first, id: "9", description: "Stopped one", state: stopped },
        { ...first, id: "10", description: "Quiet one", active: false },
      ];
      await route.fulfill({ response: answer, json: { items: [...items, ...others], nextCursor } });
    });
    for (const path of [`/a/${SLUG}/settings/webhooks`, `/a/${SLUG}/settings/notices`, "/profile"]) {
      await page.goto(path);
      if (path.endsWith("webhooks")) {
        await page.getByText("Because its receiver answered 410").waitFor();
        await page.getByRole("button", { name: "Deliveries to Our CRM" }).click();
        await page.getByRole("article", { name: "Test event" }).waitFor();
      } else if (path === "/profile") await page.getByRole("checkbox", { name: "Alerts by mail" }).waitFor();
      else await page.getByRole("article", { name: "Test event" }).waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        await settle(page);
        expect(await findBarriers(page)).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
    await page.close();
  });
});
