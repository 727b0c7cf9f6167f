import { NOTICE_EVENTS } from "../notify/notice-events.ts";
import type { CheckSnapshot, Report } from "./finding.ts";

/** Finds staff members who want to be told by text, and have no phone. Pure. */
export function findUnreachableStaff({ stored }: CheckSnapshot, report: Report): void {
  for (const { id, settings } of stored.staff) {
    const { active, notify, phone, name, email } = settings;
    if (!active || notify === null || phone !== null || !NOTICE_EVENTS.some((event) => notify[event].text))
      continue;
    const text = `${name} wants to be told by text, and has no phone: only mails reach them.`;
    report("textsWithoutPhone", email, text, { section: "staff", id, field: "phone" });
  }
}
