import type { Page } from "playwright-core";

/** Makes a staff member inactive on My Staff, and says who takes over; what would ring then is shown next. */
export async function deactivate(
  page: Page,
  who: string,
  { has, heir }: { has: string; heir: string },
): Promise<void> {
  await page.getByRole("button", { name: `Edit ${who}` }).click();
  await page.getByRole("switch", { name: "Active" }).click();
  await page.getByRole("button", { name: "Update" }).click();
  const dialog = page.getByRole("dialog", { name: `${who} becomes inactive` });
  await dialog.getByText(`${who} has ${has}. Who takes them over?`).waitFor();
  await dialog.getByRole("combobox", { name: "Staff member who takes over" }).fill(heir);
  await page.getByRole("option", { name: heir }).click();
  await dialog.getByRole("button", { name: "See what would ring" }).click();
}
