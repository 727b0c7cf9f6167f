import { readFile } from "node:fs/promises";
import type { Download, Locator } from "playwright-core";
import { expect } from "vitest";
import type { setUpCompany } from "./set-up-company.ts";

type Company = Awaited<ReturnType<typeof setUpCompany>>;

const AGENTS = ["Ada", "Bea", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hal", "Ida", "Jon"];

/** Ten staff members, and one caller of each. */
export const TEN = AGENTS.map((agent, at) => ({
  agent,
  email: `${agent.toLowerCase()}@acme.test`,
  phone: `+131255501${10 + at}`,
  caller: `${agent}'s client`,
  from: `+131255501${60 + at}`,
}));

/** A phone of the examples in the United States' national form. */
export const national = (phone: string) => `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;

/** Ten people who each have one lead. Phones ring for a minute, so that slow machines see them ring too. */
export async function hireTen({ ask, account }: Company): Promise<void> {
  await ask("PATCH", account, { ringSeconds: 60, ringBudgetSeconds: 300 });
  for (const { agent, email, phone, caller, from } of TEN) {
    await ask("POST", `${account}/staff`, { name: agent, email, phone });
    await ask("POST", `${account}/leads`, { name: caller, phones: [from], assignedTo: email });
  }
}

/** Somebody does something with a phone, as soon as it can be done. */
export async function workPhone({ ask, account }: Company, phone: string, move: object): Promise<void> {
  await expect
    .poll(
      () =>
        ask("POST", `${account}/practice/phones/${encodeURIComponent(phone)}`, move).then(
          () => "done",
          (error: Error) => error.message,
        ),
      { timeout: 15_000, interval: 50 },
    )
    .toBe("done");
}

const ROWS = 100_000;
const BAD_EVERY = 2_700;

/** A spreadsheet of 100,000 people; 37 of them have half a phone. */
export function manyLeads(): Buffer {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const place = `${200 + Math.floor(row / 10_000)}-${String(row % 10_000).padStart(4, "0")}`;
    return `"Person, ${row}",${row % BAD_EVERY === 1_000 ? "12" : `(312) ${place}`},dana@acme.test`;
  });
  return Buffer.from(`Full name,Mobile phone,Owner\r\n${lines.join("\r\n")}\r\n`);
}

/** The lines of a file that the browser was given, without that of the columns' names. */
export async function rowsOf(download: Download): Promise<string[]> {
  const text = await readFile(await download.path(), "utf8");
  return text.trimEnd().split(/\r?\n/).slice(1);
}

/** Waits until something has the focus. */
export async function hasFocus(input: Locator): Promise<void> {
  await input.waitFor();
  await expect.poll(() => input.evaluate((element) => element === document.activeElement)).toBe(true);
}
