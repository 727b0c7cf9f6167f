import { expect } from "vitest";
import type { Company } from "./open-office.ts";

const AGENTS = ["Ada", "Bea", "Cleo", "Dora", "Emil", "Finn", "Gus", "Hal", "Ida", "Jon"];

/** Ten staff members, and one caller of each. */
export const TEN = AGENTS.map((agent, at) => ({
  agent,
  phone: `+131255501${10 + at}`,
  caller: `${agent}'s client`,
  from: `+131255501${60 + at}`,
}));

/** A phone of the examples in the United States' national form. */
export const national = (phone: string) => `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;

/** A staff member, with one lead who may call from `from`. */
export async function hire(
  { ask, account }: Company,
  { agent, phone, from }: { agent: string; phone: string | null; from: string },
): Promise<void> {
  const email = `${agent.toLowerCase()}@acme.test`;
  await ask("POST", `${account}/staff`, { name: agent, email, ...(phone === null ? {} : { phone }) });
  await ask("POST", `${account}/leads`, { name: `${agent}'s client`, phones: [from], assignedTo: email });
}

/** Ten people who each have one lead. Phones ring for a minute, so that slow machines see them ring too. */
export async function hireTen(company: Company): Promise<void> {
  await company.ask("PATCH", company.account, { ringSeconds: 60, ringBudgetSeconds: 300 });
  for (const one of TEN) await hire(company, one);
}

/** A call from this phone; gives its id. */
export async function startCall({ ask, account, line }: Company, from: string): Promise<string> {
  return (await ask<{ id: string }>("POST", `${account}/practice/calls`, { from, to: line })).id;
}

export async function endCall({ ask, account }: Company, id: string): Promise<void> {
  await ask("POST", `${account}/practice/calls/${id}/hang-up`, {});
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
      { interval: 50 },
    )
    .toBe("done");
}
