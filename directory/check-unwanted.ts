import type { E164 } from "../routing/values.ts";
import { callerOf, entriesFor, isPattern } from "./blocked-caller.ts";
import { type CheckSnapshot, nameNumber, type Report } from "./finding.ts";

/** Looks for people of one's own on the block list: staff, business numbers, and leads whom a pattern covers. */
export function checkUnwanted({ stored, blockedLeads }: CheckSnapshot, report: Report): void {
  const list = new Set(stored.account.blockedCallers.map(callerOf));
  if (list.size === 0) return;
  const link = { section: "account", id: stored.id, field: "blockedCallers" } as const;
  const look = (phone: E164 | null, whose: string) => {
    const entry = phone === null ? undefined : entriesFor(phone).find((one) => list.has(one));
    if (entry === undefined) return;
    report("blocksOwn", `${entry}, ${whose}`, `Your block list (${entry}) covers ${whose}, ${phone}.`, link);
  };
  for (const { settings } of stored.staff) look(settings.phone, `the phone of ${settings.name}`);
  for (const { settings } of stored.numbers) {
    look(settings.number, `your number ${nameNumber(settings)}`);
    look(settings.forwardingNumber, `the forwarding number of ${nameNumber(settings)}`);
  }
  look(stored.account.companyPhone, "the company phone");
  look(stored.account.onCallPhone, "the on-call phone");
  for (const [entry, leads] of blockedLeads) {
    // Who blocked one phone meant that one.
    if (!isPattern(entry)) continue;
    const covered = leads === 1 ? "one of your leads, who hears" : `${leads} of your leads, who hear`;
    report("blocksLeads", entry, `${entry} on your block list covers ${covered} a busy tone.`, link);
  }
}
