import type { Actor } from "../../access/actor.ts";
import { hashApiKey, readBearer } from "../../access/api-key.ts";
import { type Action, isRole, leastRole, mayDo, type Role } from "../../access/roles.ts";
import { findApiKey } from "../../store/keep-api-keys.ts";
import type { Database } from "../../store/open-database.ts";
import { ApiError } from "./api-error.ts";

/** Who asks, with a role in an account. */
export type Access = {
  accountId: string;
  slug: string;
  role: Role;
  actor: Actor;
  /** The staff member who asks; null for a key. */
  staffId: string | null;
};

/** Who asks, by the Authorization header. Refuses who has no key that is known. */
export async function authenticate(database: Database, header: string | undefined): Promise<Access> {
  const key = readBearer(header);
  const found = key === null ? null : await findApiKey(database.query, hashApiKey(key));
  if (found === null || !isRole(found.role))
    throw new ApiError("unauthorized", "expected an API key: Authorization: Bearer rr_…");
  const { accountId, slug, role, id, name } = found;
  return { accountId, slug, role, actor: { kind: "key", id, name }, staffId: null };
}

/** Refuses what this key may not do. Another account looks as if it weren't there. */
export function authorize(access: Access, slug: string, action: Action): void {
  if (access.slug !== slug) throw new ApiError("notFound", "there is no such account for this key");
  if (mayDo(access.role, action)) return;
  throw new ApiError("forbidden", `this needs a key with the role ${leastRole(action)} or above`);
}
