import { expect, test } from "vitest";
import { describeJourneys, useSite } from "./testing/open-office.ts";
import { PASSWORD } from "./testing/set-up-company.ts";

describeJourneys("a new user, in a browser", () => {
  const site = useSite(async () => ({}), { embedded: true });

  test("from the printed link to a practice call that a staff member accepts, and its story", async () => {
    const { installation, chromium } = site();
    const { page } = await chromium.open();
    await page.goto(installation.firstRunLink);
    await page.getByLabel("Company name").fill("Acme Roofing");
    await page.getByLabel("Company phone").fill("(312) 555-0100");
    await page.getByLabel("Your name").fill("Olga Stern");
    await page.getByLabel("Your e-mail").fill("olga@acme.test");
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create company" }).click();

    await page.getByRole("heading", { name: "Who answers calls?" }).waitFor();
    await page.getByRole("textbox", { name: "Name" }).fill("Dana");
    await page.getByRole("textbox", { name: "E-mail" }).fill("dana@acme.test");
    await page.getByRole("textbox", { name: "Phone" }).fill("(312) 555-0101");
    await page.getByRole("button", { name: "Add staff member" }).click();
    await page.getByRole("button", { name: "Start practising" }).click();

    // A stranger is nobody's lead: the company phone rings.
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByRole("button", { name: "Company phone: Answer" }).click();
    await page.getByText("Rang the company phone on (312) 555-0100").waitFor();
    await page.getByRole("region", { name: "Caller's handset" }).getByText("Talks").waitFor();
    await page.getByRole("button", { name: "Hang up", exact: true }).click();
    await page.getByText("The call ended: answered by the company phone.").waitFor();

    // Anna is Dana's lead: Dana rings, and has to press 1.
    await page.getByRole("link", { name: "Leads" }).click();
    await page.getByRole("button", { name: "Add one lead" }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("textbox", { name: "Name" }).fill("Anna Berg");
    await drawer.getByRole("combobox", { name: "Phones" }).fill("312 555 0123");
    await page.keyboard.press("Enter");
    await drawer.getByRole("combobox", { name: "Assigned to" }).click();
    await page.getByRole("option", { name: "Dana" }).click();
    await drawer.getByRole("button", { name: "Add lead" }).click();
    const confirm = page.getByRole("button", { name: "Add", exact: true });
    await confirm.or(page.getByText("The lead is added.")).first().waitFor();
    if (await confirm.isVisible()) await confirm.click();
    await page.getByRole("button", { name: "Anna Berg", exact: true }).waitFor();

    await page.getByRole("link", { name: "Practice" }).click();
    await page.getByText("A lead", { exact: true }).click();
    await page.getByRole("combobox", { name: "Lead" }).fill("anna");
    await page.getByRole("option", { name: "Anna Berg" }).click();
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByRole("button", { name: "Dana: Answer" }).click();
    await page.getByText("Anna Berg, your lead, is calling").waitFor();
    await page.getByRole("button", { name: "Dana: Press 1" }).click();
    await page.getByText("Dana accepted the call.").waitFor();
    await page.getByRole("button", { name: "Hang up", exact: true }).click();
    // The page has come to rest when the story has its end.
    await page.getByText("The call ended: answered by Dana.").waitFor();
    await page.getByRole("link", { name: "The whole call" }).click();
    await page.getByRole("heading", { name: "Call from Anna Berg" }).waitFor();
    await page.getByText("The call ended: answered by Dana.").waitFor();
    await page.getByText("Rings first").waitFor();
    expect(chromium.problems).toEqual([]);
  });
});
