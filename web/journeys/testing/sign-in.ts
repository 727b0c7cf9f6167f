import type { Page } from "playwright-core";

/** Fills the page for signing in. Where it leads is for the journey to see. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `${name}: profile and sign out` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

/** Where somebody who signed in comes to. */
export async function arrive(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Calls", exact: true }).waitFor();
}
