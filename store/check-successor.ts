import type { StoredAccount } from "../directory/stored-settings.ts";
import type { Refusal } from "./prepare-edit.ts";

/** Who takes over what a staff member has: a staff member's key, or null for nobody. */
export type TakeOver = { staffId: string | null };

/** Whether the one who shall take over can: an active colleague. */
export function checkSuccessor(
  { staff }: StoredAccount,
  leaving: string | null,
  takeOver: TakeOver | undefined,
): { ok: true; takeOver: { to: string | null; toName: string | null } | undefined } | Refusal {
  if (takeOver === undefined) return { ok: true, takeOver: undefined };
  if (takeOver.staffId === null) return { ok: true, takeOver: { to: null, toName: null } };
  const successor = staff.find(({ id }) => id === takeOver.staffId);
  const wrong =
    successor === undefined
      ? "expected the id of a staff member, or nobody"
      : successor.id === leaving
        ? "expected somebody else, or nobody"
        : successor.settings.active
          ? null
          : `${successor.settings.name} is inactive: expected somebody who is active`;
  if (wrong !== null || successor === undefined)
    return { ok: false, why: "invalid", problems: [{ path: ["takeOver"], message: wrong ?? "" }] };
  return { ok: true, takeOver: { to: successor.id, toName: successor.settings.name } };
}
