import type { APIRequestContext, Page } from "playwright-core";
import { asker, OWNER, PASSWORD } from "./set-up-company.ts";
import { arrive } from "./sign-in.ts";

export const ROOFING = "acme-roofing";
export const HEATING = "berg-heating";

/** Two companies that came by a settings file before anybody signed in; Olga works for both. */
export const TWO_COMPANIES = {
  accounts: [
    {
      account: { slug: ROOFING, name: "Acme Roofing", country: "US", timezone: "America/Chicago" },
      staff: ["Dana", "Leo", "Mia"].map((name, index) => ({
        email: `${name.toLowerCase()}@acme.test`,
        name,
        phone: `+1312555010${index + 1}`,
      })),
      leads: [{ name: "Anna Roof", phones: ["+13125550123"] }],
    },
    {
      account: { slug: HEATING, name: "Berg Heating", country: "US", timezone: "America/Chicago" },
      staff: [{ email: OWNER.email, name: OWNER.name, phone: "+13125550105", role: "admin" }],
      leads: [{ name: "Ben Boiler", phones: ["+13125550124"] }],
    },
  ],
};

/** The first run where accounts are there already: only their owner is missing. */
export async function becomeOwner(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "Company" }).click();
  await page.getByRole("option", { name: "Acme Roofing" }).click();
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("Your e-mail").fill(OWNER.email);
  await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
  await page.getByRole("button", { name: "Create owner" }).click();
  await arrive(page);
}

/** A staff member of Acme Roofing accepts an invitation in their own window, which is signed in then. */
export async function joinAs(name: string, { owner, own }: Record<"owner" | "own", APIRequestContext>) {
  const ask = asker(owner);
  const { items } = await ask<{ items: { id: string; name: string; email: string }[] }>(
    "GET",
    `/accounts/${ROOFING}/staff`,
  );
  const staff = items.find((one) => one.name === name);
  if (staff === undefined) throw new Error(`there is no ${name}`);
  const { link } = await ask<{ link: string }>("POST", `/accounts/${ROOFING}/staff/${staff.id}/invite`);
  const token = link.split("#")[1];
  await asker(own)("POST", "/invitations/accept", { token, name, password: PASSWORD });
  return { email: staff.email, password: PASSWORD };
}
