import { mayDo } from "../../access/roles.ts";
import { readStaffWithSignIn } from "../../store/read-sign-in-states.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";

const KEY = /^\d{1,18}$/;

/** A staff member whose sign-in somebody wants to care for. Whoever holds an owner's link becomes an owner. */
export async function findManagedStaff({ database, now }: ApiDeps, access: Access, id: string) {
  const [found] = KEY.test(id)
    ? await readStaffWithSignIn(database.query, access.accountId, { id }, new Date(now()))
    : [];
  if (found === undefined) throw new ApiError("notFound", `there is no staff member ${id}`);
  if (found.settings.role === "owner" && !mayDo(access.role, "owners:write"))
    throw new ApiError("forbidden", "only an owner may do this for an owner");
  return found;
}
