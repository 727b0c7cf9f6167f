import type { Context } from "hono";
import type { Actor } from "../../access/actor.ts";
import { hashApiKey, readBearer } from "../../access/api-key.ts";
import { type Action, isRole, leastRole, mayDo, type Role } from "../../access/roles.ts";
import { listPersonAccounts } from "../../store/join-staff.ts";
import { findApiKey } from "../../store/keep-api-keys.ts";
import { isSameOrigin } from "../sign-in/is-same-origin.ts";
import type { Asked } from "../sign-in/open-sign-in.ts";
import { readPeer } from "../sign-in/read-peer.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";

/** Who asks, within one account: an API key, or a person who is on its staff. */
export type Access = {
  accountId: string;
  slug: string;
  role: Role;
  actor: Actor;
  /** The staff member who asks; null for a key. */
  staffId: string | null;
};

const NO_ACCOUNT = "there is no such account for this key";

/** Proves a request to `/accounts/:slug/…` and that it may do this; else refuses it. */
export async function admit(deps: ApiDeps, c: Context, action: Action): Promise<Access> {
  const slug = c.req.param("slug") ?? "";
  const access = await authenticate(deps, c, slug);
  authorize(access, slug, action);
  return access;
}

/** Who asks for this account, by key or cookie. Refuses who has neither. */
export async function authenticate(deps: ApiDeps, c: Context, slug: string): Promise<Access> {
  const header = c.req.header("authorization");
  const access = header === undefined ? await byCookie(deps, c, slug) : await byKey(deps, header);
  if (access !== null) return access;
  throw new ApiError(
    "unauthorized",
    "expected an API key (Authorization: Bearer rr_…), or somebody who signed in",
  );
}

async function byKey({ database }: ApiDeps, header: string): Promise<Access | null> {
  const key = readBearer(header);
  const found = key === null ? null : await findApiKey(database.query, hashApiKey(key));
  if (found === null || !isRole(found.role)) return null;
  const { id, label, hint, accountId, slug, role } = found;
  return { accountId, slug, role, actor: { kind: "key", id, name: label ?? hint }, staffId: null };
}

async function byCookie(deps: ApiDeps, c: Context, slug: string): Promise<Access | null> {
  const person = await deps.signIn.findPerson(readAsked(c));
  if (person === null) return null;
  refuseForeignPage(deps, c);
  const [account] = await listPersonAccounts(deps.database.query, person, slug);
  if (account === undefined || !isRole(account.role)) throw new ApiError("notFound", NO_ACCOUNT);
  const { accountId, role, staffId, staffName } = account;
  const actor: Actor = { kind: "person", id: person.id, name: staffName };
  return { accountId, slug, role, actor, staffId };
}

/** What a request says of who sends it. */
export function readAsked(c: Context): Asked {
  const { headers } = c.req.raw;
  return { headers, peer: readPeer(c.env, headers) };
}

/**
 * A browser sends the cookie with requests of any page. What changes something has to come from a page
 * of ours: it has our Origin, or a header that another page may not send without asking us first.
 */
function refuseForeignPage({ signIn }: ApiDeps, c: Context): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  if (c.req.header("x-ringright") === "1" || isSameOrigin(c.req.raw.headers, signIn.publicUrl)) return;
  throw new ApiError("forbidden", "with a cookie, this needs the header x-ringright: 1");
}

/** Refuses what this key or person may not do. Another account looks as if it weren't there. */
export function authorize(access: Access, slug: string, action: Action): void {
  if (access.slug !== slug) throw new ApiError("notFound", NO_ACCOUNT);
  if (mayDo(access.role, action)) return;
  throw new ApiError("forbidden", `this needs the role ${leastRole(action)} or above`);
}

/** Whose leads and calls are shown: a member's own alone. A key is nobody's, and sees all that its role may. */
export function onlyStaff({ role, staffId }: Access): string | undefined {
  return role === "member" ? (staffId ?? undefined) : undefined;
}
