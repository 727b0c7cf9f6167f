import { expect, test } from "vitest";
import { makeWav } from "../../voicemail/testing/make-wav.ts";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { practiceMessage, SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

describeJourneys("messages, in a browser", () => {
  const office = useOffice();

  test("Anna leaves a message: it comes to the page by itself, is played with its picture, and dealt with", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/voicemail`);
    await page.getByRole("heading", { name: "No messages to deal with" }).waitFor();
    const call = await practiceMessage(company, { from: "+13125550123", seconds: 4 });

    const message = page.getByRole("article", { name: "Message from Anna Berg" });
    await message.getByText("New", { exact: true }).waitFor();
    await message.getByRole("button", { name: "Play message from Anna Berg" }).click();
    await message.getByText("Heard", { exact: true }).waitFor();
    await message.locator(".wave[data-drawn=true]").waitFor();
    // A tone is as loud at its end as at its beginning.
    const heights = await message
      .locator(".wave rect")
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
    expect(heights).toHaveLength(96);
    expect(Math.min(...heights)).toBeGreaterThan(30);
    const position = message.getByRole("slider", { name: "Position in message from Anna Berg" });
    await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(0.5);

    // From the keyboard: paused, back to the beginning, and forward.
    await message.getByRole("button", { name: "Pause message from Anna Berg" }).press("Enter");
    await position.press("Home");
    expect(Number(await position.inputValue())).toBe(0);
    await position.press("ArrowRight");
    expect(Number(await position.inputValue())).toBeGreaterThan(0);

    await message.getByRole("button", { name: "Done" }).click();
    await message.waitFor({ state: "detached" });
    await page.getByText("Done", { exact: true }).click();
    await message.getByText("Done", { exact: true }).waitFor();
    await page.goto(`/a/${SLUG}/calls/${call}`);
    const onCall = page.getByRole("region", { name: "Message" });
    await onCall.locator(".wave[data-drawn=true]").waitFor();
    await onCall.getByRole("button", { name: "Not done" }).click();
    await onCall.getByText("Heard", { exact: true }).waitFor();
    expect(chromium.problems).toEqual([]);
  });

  test("on a telephone, in light and dark: no barrier, and nothing wider than the screen", async () => {
    const { context } = office();
    const page = await context.newPage();
    await page.setViewportSize({ width: 360, height: 780 });
    // The one message as it is, and as it would be on other days.
    await page.route("**/voicemails?**", async (route) => {
      const answer = await route.fetch();
      const { items, nextCursor } = await answer.json();
      const other = (recording: object, id: string) => ({
        ...items[0],
        id,
        state: "new",
        recording: { ...items[0].recording, ...recording },
      });
      const text = { ...other({}, "1"), transcript: { state: "done", text: "Please call me back." } };
      const error = "the carrier can't be reached at api.twilio.com";
      const waits = other({ state: "waiting", error, nextTryAt: new Date().toISOString() }, "2");
      const failed = other({ state: "failed", error }, "3");
      await route.fulfill({ response: answer, json: { items: [text, waits, failed, ...items], nextCursor } });
    });
    await page.goto(`/a/${SLUG}/voicemail?state=all`);
    await page.getByText("“Please call me back.”").waitFor();
    await page.getByText("The recording is not here yet").waitFor();
    await page.getByText("The recording could not be fetched").waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(2);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      await settle(page);
      expect(await findBarriers(page)).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.close();
  });

  test("a greeting is uploaded, listened to and saved; what is no audio is refused with words", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/settings/routing`);
    const section = page.getByRole("region", { name: "Voicemail" });
    const choose = async (name: string, buffer: Buffer) => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        section.getByRole("button", { name: "Upload a recording" }).click(),
      ]);
      await chooser.setFiles({ name, mimeType: "audio/wav", buffer });
    };
    await choose("notes.txt", Buffer.from("these are only words"));
    await section.getByRole("alert").getByText("expected a WAV or MP3 file").waitFor();
    // The browser notes every answer that is a refusal.
    expect(chromium.problems.splice(0)).toEqual([expect.stringContaining("400")]);

    // It begins as MP3 does, and is none: no picture can be made, and the browser's own player stands in.
    await choose("broken.mp3", Buffer.concat([Buffer.from("ID3"), Buffer.alloc(500)]));
    await section.locator("audio[controls]").waitFor();
    await section.getByRole("button", { name: "Use text instead" }).click();

    await choose("Welcome.wav", makeWav(2));
    await section.locator(".wave[data-drawn=true]").waitFor();
    await section.getByRole("button", { name: "Play greeting Welcome.wav" }).click();
    await section.getByRole("button", { name: "Pause greeting Welcome.wav" }).waitFor();
    await page.getByRole("button", { name: "Update", exact: true }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Update", exact: true });
    await confirm.or(page.getByText("Routing is updated.")).first().waitFor();
    if (await confirm.isVisible()) await confirm.click();
    await page.getByText("Routing is updated.").waitFor();
    const { greeting } = await company.ask<{ greeting: string }>("GET", company.account);
    const id = await practiceMessage(company, { from: "+13125550177", seconds: 2 });
    type Board = { calls: { id: string; heard: string[] }[] };
    const { calls } = await company.ask<Board>("GET", `${company.account}/practice`);
    expect(calls.find((call) => call.id === id)?.heard[0]).toContain(
      greeting.replace("recording:", "/greeting/"),
    );
    expect(chromium.problems).toEqual([]);
  });
});
