import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { OLD_WEBHOOK, openCarrier } from "./testing/open-carrier.ts";
import { describeJourneys, useSite } from "./testing/open-office.ts";
import { becomeOwner, HEATING, joinAs, ROOFING, TWO_COMPANIES } from "./testing/set-up-agency.ts";
import { asker, PASSWORD } from "./testing/set-up-company.ts";
import { showCode } from "./testing/show-code.ts";
import { arrive, signIn, signOut } from "./testing/sign-in.ts";

const NEW_PASSWORD = "a fresh horse battery";

describeJourneys("people and carriers, in a browser", () => {
  const site = useSite(async ({ installation, chromium }) => {
    await installation.apply(TWO_COMPANIES);
    const olga = await chromium.open();
    await olga.page.goto(installation.firstRunLink);
    await becomeOwner(olga.page);
    return { olga, owner: olga.context.request };
  });

  /** An answer that refuses is an error to the console; that it came is the point. */
  const forgive = (status: number) => {
    const { chromium } = site();
    const others = chromium.problems.filter((problem) => !problem.includes(`status of ${status}`));
    expect(others).toEqual([]);
    expect(chromium.problems).not.toEqual([]);
    chromium.problems.length = 0;
  };
  /** Somebody's window for as long as a test. */
  const open = async (path?: string) => {
    const opened = await site().chromium.open();
    onTestFinished(() => opened.context.close());
    if (path !== undefined) await opened.page.goto(path);
    return opened;
  };

  test("the first run where accounts came by a settings file: the owner is in each of theirs, and sees each alone", async () => {
    const { chromium, olga } = site();
    const { page } = olga;
    await page.goto(`/a/${ROOFING}/leads`);
    await page.getByRole("button", { name: "Anna Roof", exact: true }).waitFor();
    await page.getByRole("button", { name: "Account: Acme Roofing. Switch account" }).click();
    await page.getByRole("menuitem", { name: /^Acme Roofing Owner/ }).waitFor();
    await page.getByRole("menuitem", { name: /^Berg Heating Admin/ }).click();
    await page.getByRole("button", { name: "Account: Berg Heating. Switch account" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/a/${HEATING}/calls`);
    await page.getByRole("link", { name: "Leads" }).click();
    await page.getByRole("button", { name: "Ben Boiler", exact: true }).waitFor();
    expect(await page.getByText("Anna Roof").count()).toBe(0);
    // Only owners make keys: an admin does not even see the page.
    await page.getByRole("link", { name: "Carriers" }).waitFor();
    expect(await page.getByRole("link", { name: "API keys" }).count()).toBe(0);
    expect(chromium.problems).toEqual([]);
  });

  test("a session elsewhere is ended, and the password changed", async () => {
    const { chromium, owner } = site();
    const here = await open();
    const dana = await joinAs("Dana", { owner, own: here.context.request });
    const there = await open("/sign-in");
    await signIn(there.page, dana);
    await arrive(there.page);
    await there.page.goto("/profile");

    const { page } = here;
    await page.goto("/profile");
    const sessions = page.getByRole("region", { name: "Sessions" });
    await sessions.getByText("Chrome on Linux").nth(1).waitFor();
    await sessions.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByText("Signed out there.").waitFor();
    await sessions.getByText("Chrome on Linux").nth(1).waitFor({ state: "detached" });
    await sessions.getByText("This one").waitFor();
    expect(chromium.problems).toEqual([]);
    // Whoever was there is asked to sign in when they go on.
    await there.page.getByRole("link", { name: "Acme Roofing" }).click();
    await there.page.getByRole("heading", { name: "Sign in" }).waitFor();
    forgive(401);

    const password = page.getByRole("region", { name: "Password" });
    const change = async (now: string) => {
      await password.getByRole("textbox", { name: "Password now" }).fill(now);
      await password.getByRole("textbox", { name: "New password" }).fill(NEW_PASSWORD);
      await password.getByRole("button", { name: "Change password" }).click();
    };
    await change("not the password");
    await password.getByRole("alert").getByText("Invalid password").waitFor();
    forgive(400);
    await change(PASSWORD);
    await page.getByText("Your password is changed.").waitFor();
    await signIn(there.page, dana);
    await there.page.getByRole("alert").getByText("Invalid email or password").waitFor();
    forgive(401);
    await signIn(there.page, { ...dana, password: NEW_PASSWORD });
    await arrive(there.page);
    expect(chromium.problems).toEqual([]);
  });

  test("two-factor: on with a code, asked for at the next sign-in, and a recovery code instead", async () => {
    const { chromium, owner } = site();
    const { page, context } = await open();
    const leo = await joinAs("Leo", { owner, own: context.request });
    await page.goto("/profile");
    const twoFactor = page.getByRole("region", { name: "Two-factor" });
    await twoFactor.getByText("Off", { exact: true }).waitFor();
    await twoFactor.getByRole("textbox", { name: "Your password" }).fill(leo.password);
    await twoFactor.getByRole("button", { name: "Turn on" }).click();
    const shown = twoFactor.locator("code, pre");
    const key = await shown.first().innerText();
    const [recoveryCode] = (await shown.nth(1).innerText()).split("\n");
    const code = twoFactor.getByRole("textbox", { name: "The code that the app shows" });
    await code.fill("000000");
    await twoFactor.getByRole("button", { name: "Turn on" }).click();
    await twoFactor.getByRole("alert").getByText("Invalid code").waitFor();
    forgive(401);
    await code.fill(showCode(key));
    await twoFactor.getByRole("button", { name: "Turn on" }).click();
    await twoFactor.getByText("On", { exact: true }).waitFor();

    const signInAgain = async () => {
      await signOut(page, "Leo");
      await signIn(page, leo);
      await page.getByRole("heading", { name: "One more step" }).waitFor();
    };
    await signInAgain();
    // Nothing but the keyboard: the form that came has the focus.
    const focus = page.locator(":focus");
    await page.getByRole("textbox", { name: "Six-digit code" }).and(focus).waitFor();
    await page.keyboard.type(showCode(key));
    await page.keyboard.press("Enter");
    await arrive(page);
    await signInAgain();
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByRole("textbox", { name: "Recovery code" }).and(focus).waitFor();
    await page.keyboard.type(recoveryCode ?? "");
    await page.keyboard.press("Enter");
    await arrive(page);
    expect(chromium.problems).toEqual([]);
  });

  test("a forgotten password: the owner's link, once, and every session before it is over", async () => {
    const { chromium, olga, owner } = site();
    const before = await open();
    const mia = await joinAs("Mia", { owner, own: before.context.request });
    const personBefore = async () => (await asker(before.context.request)("GET", "/me")).person;
    expect(await personBefore()).toMatchObject({ email: mia.email });
    const { page } = olga;
    await page.goto(`/a/${ROOFING}/settings/my-staff`);
    await page.getByRole("button", { name: "Edit Mia" }).click();
    await page.getByRole("button", { name: "Make a password link" }).click();
    await page.getByText("Pass this link on to them").waitFor();
    const link = await page.getByRole("dialog").locator("code").innerText();

    const choose = async ({ page: at }: { page: Page }) => {
      await at.getByRole("textbox", { name: "New password" }).fill(NEW_PASSWORD);
      await at.getByRole("button", { name: "Change password" }).click();
    };
    const after = await open(link);
    await choose(after);
    await after.page.getByText("Your password is changed. Sign in with the new one.").waitFor();
    await signIn(after.page, { ...mia, password: NEW_PASSWORD });
    await arrive(after.page);
    expect(await personBefore()).toBeNull();
    expect(chromium.problems).toEqual([]);
    await after.page.goto(link);
    await choose(after);
    await after.page.getByRole("alert").getByText("Invalid token").waitFor();
    forgive(400);
  });

  test("an API key: shown once, opens what its role may, and nothing after it is taken back", async () => {
    const { installation, chromium, olga } = site();
    const { page } = olga;
    await page.goto(`/a/${ROOFING}/settings/api-keys`);
    await page.getByRole("button", { name: "Make a key" }).first().click();
    await page.getByRole("textbox", { name: "Label" }).fill("CRM sync");
    await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
    const made = page.getByRole("dialog", { name: "Your new key" });
    const key = await made.locator("pre").innerText();
    await made.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /CRM sync/ }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /CRM sync/ }).waitFor();
    expect(await page.content()).not.toContain(key);

    const askFor = async (slug: string) =>
      (
        await fetch(`${installation.address}/api/v1/accounts/${slug}/numbers`, {
          headers: { authorization: `Bearer ${key}` },
        })
      ).status;
    expect([await askFor(ROOFING), await askFor(HEATING)]).toEqual([200, 404]);
    await page
      .getByRole("row", { name: /CRM sync/ })
      .getByRole("button", { name: "Take back" })
      .click();
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await page.getByText("No keys yet").waitFor();
    expect(await askFor(ROOFING)).toBe(401);
    expect(chromium.problems).toEqual([]);
  });

  test("a carrier: wrong credentials are said, one number is brought here at the carrier, and undo puts it back", async () => {
    const { installation, chromium, olga } = site();
    const [leeds, york] = ["+13125550170", "+13125550171"] as const;
    const carrier = await openCarrier([leeds, york]);
    onTestFinished(carrier.close);
    const { page } = olga;
    await page.goto(`/a/${ROOFING}/settings/carriers`);
    await page.getByRole("button", { name: "Connect a carrier" }).first().click();
    const form = page.getByRole("dialog", { name: "Connect a carrier" });
    await form.getByText("SignalWire", { exact: true }).click();
    await form.getByRole("textbox", { name: "Space URL" }).fill(carrier.url);
    await form.getByRole("textbox", { name: "Project ID" }).fill(carrier.projectId);
    await form.getByRole("textbox", { name: "API token" }).fill("PT-wrong");
    await form.getByRole("textbox", { name: "Signing key" }).fill("PSK-right");
    await form.getByRole("button", { name: "Check and connect" }).click();
    await form.getByRole("alert").getByText("refuses our credentials").waitFor();
    await form.getByRole("textbox", { name: "API token" }).fill("PT-right");
    await form.getByRole("button", { name: "Check and connect" }).click();

    const numbers = page.getByRole("dialog", { name: "Numbers and webhooks" });
    const here = `${installation.address}/hooks/signalwire/signalwire-${ROOFING}/voice`;
    await numbers.getByText(OLD_WEBHOOK).nth(1).waitFor();
    expect(await numbers.getByText(here).count()).toBe(2);
    const old = `GET ${OLD_WEBHOOK}`;
    expect(carrier.webhooks()).toEqual({ [leeds]: old, [york]: old });

    await numbers.getByRole("checkbox", { name: "(312) 555-0170" }).click();
    await numbers.getByRole("button", { name: "Write 1 to the carrier" }).click();
    await numbers.getByText("Rings here").waitFor();
    expect(carrier.webhooks()).toEqual({ [leeds]: `POST ${here}`, [york]: old });
    await numbers.getByRole("button", { name: /^Undo the change of/ }).click();
    await page.getByText("The webhooks are as they were before.").waitFor();
    expect(carrier.webhooks()).toEqual({ [leeds]: old, [york]: old });
    await numbers.getByText("Rings elsewhere").nth(1).waitFor();
    expect(chromium.problems).toEqual([]);
  });
});
