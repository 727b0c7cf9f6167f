import type { CampaignEntry } from "../campaigns/campaign-entry.ts";
import type { CampaignState } from "../campaigns/campaign-states.ts";
import type { ListedAccount } from "./parse-settings.ts";
import type { Path, Problem } from "./problem.ts";
import type { StoredAccount } from "./stored-settings.ts";

/** A campaign that is kept: its entry, null where a settings file has none for it, and how far it is. */
export type StoredCampaign = {
  id: string;
  slug: string;
  state: CampaignState;
  settings: CampaignEntry | null;
};

/**
 * Checks the campaigns of a settings file: none that has begun, none that names what is not there or starts in the past.
 * Pure; gives every problem. `now` in milliseconds.
 */
export function checkCampaigns(
  listed: ListedAccount,
  stored: StoredAccount | null,
  kept: readonly StoredCampaign[],
  now: number,
): Problem[] {
  const problems: Problem[] = [];
  const known = (section: string) => !listed.unreadable.has(section);
  const staff = new Set([
    ...(stored?.staff.map(({ settings }) => settings.email) ?? []),
    ...(listed.staff?.map(({ email }) => email) ?? []),
  ]);
  const numbers = new Set<string>([
    ...(stored?.numbers.map(({ settings }) => settings.number) ?? []),
    ...(listed.numbers?.map(({ number }) => number) ?? []),
  ]);
  const bySlug = new Map(kept.map((one) => [one.slug, one]));
  const seen = new Set<string>();
  listed.campaigns?.forEach((entry, index) => {
    const report = (path: Path, message: string) =>
      problems.push({ path: [...listed.path, "campaigns", index, ...path], message });
    const { id, kind, audience, assignment, sender, steps, startAt } = entry;
    if (seen.has(id)) report(["id"], `${id} stands twice in campaigns`);
    seen.add(id);
    const before = bySlug.get(id);
    if (before !== undefined && before.state !== "draft" && before.state !== "scheduled")
      report(
        ["id"],
        `this campaign has begun, and is ${before.state} now: a file changes none that has; expected it left out, or another id`,
      );
    else if (before !== undefined && before.settings === null)
      report(
        ["id"],
        "this campaign reaches the leads of an imported file, or of somebody who is gone, which a file can't say: expected it left out, or another id",
      );
    const people: [Path, string | null][] = [
      [["audience", "assignedTo"], audience.assignedTo],
      ...assignment.staff.map((one, at): [Path, string] => [["assignment", "staff", at], one]),
    ];
    for (const [path, email] of people)
      if (email !== null && email !== "none" && known("staff") && !staff.has(email))
        report(path, `there is no staff member ${email}, in the file or stored`);
    sender.pool.forEach((number, at) => {
      if (known("numbers") && !numbers.has(number))
        report(["sender", "pool", at], "expected a number of this account");
    });
    if (startAt === null || startAt === before?.settings?.startAt) return;
    if (Date.parse(startAt) <= now) report(["startAt"], "expected a time that is still to come");
    if (kind === "text" && steps.length === 0)
      report(["steps"], "expected at least one text, since it has a time to start");
    if (kind === "text" && sender.use === "pool" && sender.pool.length === 0)
      report(["sender", "pool"], "expected at least one number, since it has a time to start");
  });
  return problems;
}
