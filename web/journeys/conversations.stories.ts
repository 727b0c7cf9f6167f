import { expect, test } from "vitest";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";

const ANNA = "+13125550123";
const STRANGER = "+13125550199";
/** One dot, as PNG. */
const DOT = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

describeJourneys("conversations, in a browser", () => {
  const office = useOffice(async ({ ask, account, line }) => {
    await ask("PATCH", account, { defaultOutboundNumber: line });
  });

  test("Anna writes: Olga sees it at once, answers by a template with a picture, and notes something", async () => {
    const { page, chromium, company } = office();
    const { ask, account, line } = company;
    await page.goto(`/a/${SLUG}/settings/texts`);
    await page.getByRole("button", { name: "Add template" }).click();
    const dialog = page.getByRole("dialog", { name: "Add template" });
    await dialog.getByLabel("Name").fill("On the way");
    await dialog.getByLabel("Text").fill("Hi {firstName}, {business} is on the way. {nope}");
    await dialog.getByRole("button", { name: "Add template" }).click();
    await dialog.getByText("there is no field {nope}").first().waitFor();
    await dialog.getByLabel("Text").fill("Hi {firstName}, {business} is on the way.");
    await dialog.getByText("Anna Berg would read: “Hi Anna, Acme Roofing is on the way.”").waitFor();
    await dialog.getByRole("button", { name: "Add template" }).click();
    await dialog.waitFor({ state: "detached" });

    await page.goto(`/a/${SLUG}/conversations`);
    await page.getByText("Nothing yet.").waitFor();
    await ask("POST", `${account}/practice/texts`, { from: ANNA, to: line, text: "My roof leaks" });
    await ask("POST", `${account}/practice/texts`, { from: STRANGER, to: line, text: "Do you do gutters?" });
    const list = page.getByRole("region", { name: "List of conversations" });
    const anna = list.getByRole("button", { name: /Anna Berg/ });
    await anna.getByText("Unread").waitFor();
    await anna.click();
    const thread = page.getByRole("region", { name: "Conversation with Anna Berg" });
    await thread.getByText("My roof leaks").waitFor();
    await anna.getByText("Unread").waitFor({ state: "detached" });
    await thread.getByRole("button", { name: "Use a template" }).click();
    await page.getByRole("menuitem", { name: "On the way" }).click();
    await thread.getByText("1 segment, 124 left").waitFor();
    expect(await thread.getByLabel("Text to them").inputValue()).toBe("Hi Anna, Acme Roofing is on the way.");
    await thread
      .locator("input[type=file]")
      .setInputFiles({ name: "roof.png", mimeType: "image/png", buffer: DOT });
    await thread.getByText("roof.png").waitFor();
    await thread.getByRole("button", { name: "Send" }).click();
    const log = thread.getByRole("log");
    await log.getByText("Hi Anna, Acme Roofing is on the way.").waitFor();
    await log.getByRole("img", { name: "We sent this" }).waitFor();
    await log.getByText(/Olga Stern, .* arrived/).waitFor();
    await thread.getByText("Note", { exact: true }).click();
    await thread.getByLabel("Note for the staff").fill("Has a dog");
    await thread.getByRole("button", { name: "Keep note" }).click();
    await log.getByText("Note by Olga Stern").waitFor();
    // The template with an unknown field was refused.
    expect(chromium.problems).toEqual([expect.stringContaining("400")]);
  });

  test("whoever wants no texts gets none: it is said before anything is written", async () => {
    const { page, company } = office();
    const { ask, account, line } = company;
    await page.getByRole("button", { name: /555-0199/ }).click();
    const thread = page.getByRole("region", { name: /Conversation with .*0199/ });
    await thread.getByText("Do you do gutters?").waitFor();
    await ask("POST", `${account}/practice/texts`, { from: STRANGER, to: line, text: "STOP" });
    await thread.getByText("Wants no texts", { exact: true }).waitFor();
    await thread.getByText("wants no texts. Call them").waitFor();
    expect(await thread.getByLabel("Text to them").isDisabled()).toBe(true);
  });

  test("a text that the carrier refuses is sent again by keyboard, once that may be", async () => {
    const { page, company, chromium } = office();
    const { ask, account, line } = company;
    const thread = page.getByRole("region", { name: /Conversation with .*0199/ });
    // Taken off our list, the stranger is still on the carrier's.
    const taken = () =>
      ask("DELETE", `${account}/opt-outs/${encodeURIComponent(STRANGER)}?reason=Asked%20for%20it`);
    await taken();
    chromium.problems.length = 0;
    await page.reload();
    await thread.getByLabel("Text to them").fill("We do gutters too");
    await thread.getByRole("button", { name: "Send", exact: true }).click();
    const log = thread.getByRole("log");
    const again = log.getByRole("button", { name: "Send again: We do gutters too" });
    await again.waitFor();
    await again.focus();
    await page.keyboard.press("Enter");
    // The carrier's refusal is known by now as their wish.
    await log.getByRole("alert").getByText("wants no texts. Call them").waitFor();
    expect(chromium.problems.splice(0)).toEqual([expect.stringContaining("409")]);
    await taken();
    await ask("POST", `${account}/practice/texts`, { from: STRANGER, to: line, text: "START" });
    await log.getByText("START", { exact: true }).waitFor();
    await again.focus();
    await page.keyboard.press("Enter");
    await log.getByText("Sent again, below").waitFor();
    expect(await log.getByText("Sent again, below").evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    await log.getByText(/Olga Stern, .* second try · arrived/).waitFor();
    expect(await log.getByRole("button", { name: /^Send again/ }).count()).toBe(0);
  });

  test("conversations are found by a name, a phone, and words of texts; what is not there is said", async () => {
    const { page } = office();
    const list = page.getByRole("region", { name: "List of conversations" });
    const search = page.getByRole("textbox", { name: "Search names, phones, texts" });
    const found = async (words: string, name: RegExp) => {
      await search.fill(words);
      await expect
        .poll(() => list.getByRole("button").allTextContents())
        .toEqual([expect.stringMatching(name)]);
    };
    await found("berg", /Anna Berg/);
    await found("312-555-0199", /555-0199/);
    await found("roof leaks", /Anna Berg.*My roof leaks/);
    await search.fill("chimney");
    await page.getByRole("status").getByText("No conversation has “chimney” in its name").waitFor();
    await page.getByRole("button", { name: "Clear the search" }).click();
    await expect.poll(() => list.getByRole("button").count()).toBe(2);
    expect(new URL(page.url()).searchParams.has("search")).toBe(false);
  });
});
