import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { isRole, mayDo } from "../../access/roles.ts";
import { findStaffPerson, listPersonAccounts } from "../../store/join-staff.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { findManagedStaff } from "./find-managed-staff.ts";

/** As long as a working day and a night: the link is handed over by other ways than mail. */
const LINK_MS = 24 * 60 * 60 * 1000;

/** A way back in for a staff member who forgot their password, where there is no mail. */
export function addResetLinkRoute(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, signIn } = deps;
  defineRoute(app, deps, {
    method: "post",
    path: "/staff/{id}/reset-link",
    action: "staff:write",
    summary: "Make a link by which a staff member chooses a new password",
    answer: z.object({ link: z.string(), expiresAt: z.iso.datetime() }),
    handle: async ({ access, id }) => {
      const { settings } = await findManagedStaff(deps, access, id);
      const person = await findStaffPerson(database.query, access.accountId, id);
      if (person === null)
        throw new ApiError("conflict", `${settings.name} does not sign in yet: invite them`);
      if (access.actor.kind === "person" && access.actor.id === person.id)
        throw new ApiError("conflict", "your own password you change with the one you have");
      if (!(await managesAll(deps, access, person.accounts))) {
        throw new ApiError(
          "conflict",
          `${settings.name} signs in to other accounts too, and has to ask for a new password by mail`,
        );
      }
      const expiresAt = new Date(Date.now() + LINK_MS);
      const token = await signIn.makeResetToken(person.id, expiresAt);
      return { link: `${signIn.publicUrl}/reset-password#${token}`, expiresAt: expiresAt.toISOString() };
    },
  });
}

/** One sign-in opens all of a person's accounts, so whoever renews it has to have that power in each. */
async function managesAll(
  { database }: ApiDeps,
  access: Access,
  accounts: { accountId: string; role: string }[],
): Promise<boolean> {
  const others = accounts.filter(({ accountId }) => accountId !== access.accountId);
  if (others.length === 0) return true;
  if (access.actor.kind !== "person") return false;
  const { id } = access.actor;
  const asker = await database.query
    .selectFrom("auth_user")
    .select(["id", "email"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const managed = await listPersonAccounts(database.query, asker);
  return others.every(({ accountId, role }) => {
    const mine = managed.find((one) => one.accountId === accountId)?.role ?? "";
    return isRole(mine) && mayDo(mine, role === "owner" ? "owners:write" : "staff:write");
  });
}
