import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";

const ROWS = 100_000;
const BAD_EVERY = 2_700;

/** A spreadsheet of 100,000 people; 37 of them have half a phone. */
export function manyLeads() {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const place = `${200 + Math.floor(row / 10_000)}-${String(row % 10_000).padStart(4, "0")}`;
    return `"Person, ${row}",${row % BAD_EVERY === 1_000 ? "12" : `(312) ${place}`},dana@acme.test`;
  });
  const buffer = Buffer.from(`Full name,Mobile phone,Owner\r\n${lines.join("\r\n")}\r\n`);
  return { name: "leads.csv", mimeType: "text/csv", buffer };
}

/** Imports that file on the page for it, sees it on its way, and gives the figures at its end. */
export async function importFile(page: Page, file: ReturnType<typeof manyLeads>): Promise<string> {
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("The first of 100,000 rows").waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "Importing" }).waitFor();
  await page.getByRole("progressbar", { name: "Rows read" }).waitFor();
  await page.getByText("The import is done").waitFor();
  await page.getByText("100,000 of 100,000 rows").waitFor();
  await page.getByText("37 rows were refused").waitFor();
  return (await page.getByRole("region", { name: "Import" }).innerText()).replaceAll(/\s+/g, " ");
}

/** Gives the leads that are chosen to somebody. */
export async function assignChosen(page: Page, to: string): Promise<void> {
  const chosen = page.getByRole("region", { name: "What to do with the chosen leads" });
  await chosen.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("combobox", { name: "Assign to" }).fill(to);
  await page.getByRole("option", { name: to, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Assign" }).click();
}

/** Finds the only leads with the same phone, and makes one of them: the first of these names. */
export async function mergeDuplicates(page: Page, names: [string, ...string[]]): Promise<void> {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Find duplicates" }).click();
  const drawer = page.getByRole("dialog", { name: "Leads with the same phone" });
  await drawer.getByText(names.join(", ")).waitFor();
  await drawer.getByRole("button", { name: "Merge" }).click();
  const merge = page.getByRole("dialog", { name: "Merge leads" });
  await merge.getByRole("radio", { name: names[0], exact: true }).check();
  await merge.getByRole("button", { name: "Merge" }).click();
  await drawer.getByText("No phone belongs to more than one lead.").waitFor();
  await page.keyboard.press("Escape");
}

/** The lines of a file that the browser was given, without that of the columns' names. */
export async function rowsOf(download: Download): Promise<string[]> {
  const text = await readFile(await download.path(), "utf8");
  return text.trimEnd().split(/\r?\n/).slice(1);
}
