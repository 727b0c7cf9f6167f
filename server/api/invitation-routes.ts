import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { passwordSchema } from "../../access/password.ts";
import { text } from "../../directory/settings-fields.ts";
import { invitationMail } from "../../notify/write-mail.ts";
import { acceptInvitation } from "../../store/accept-invitation.ts";
import { findInvitation, invite } from "../../store/keep-invitations.ts";
import { findPersonByEmail } from "../../store/keep-people.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { defineOpenRoute } from "./define-open-route.ts";
import { defineRoute } from "./define-route.ts";
import { findManagedStaff } from "./find-managed-staff.ts";
import { addResetLinkRoute } from "./reset-link-route.ts";

const time = z.iso.datetime();
const acceptSchema = z.strictObject({
  token: z.string(),
  name: text(200).optional(),
  /** Not needed by somebody who signs in already, and did. */
  password: passwordSchema.optional(),
});

const NOT_GOOD = "this invitation is not good any more: ask whoever sent it for a new one";

/** Staff members become people who sign in. */
export function addInvitationRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, signIn, now } = deps;
  defineRoute(app, deps, {
    method: "post",
    path: "/staff/{id}/invite",
    action: "staff:write",
    summary: "Invite a staff member to sign in; an earlier invitation of theirs is good no more",
    answer: z.object({ link: z.string(), expiresAt: time, mailed: z.boolean() }),
    handle: async ({ access, id }) => {
      const { settings } = await findManagedStaff(deps, access, id);
      if (!settings.active)
        throw new ApiError("conflict", `${settings.name} is not active: make them active first`);
      if (settings.signIn === "active")
        throw new ApiError("conflict", `${settings.name} signs in already: make a reset link instead`);
      const staff = { accountId: access.accountId, staffId: id, email: settings.email };
      const { token, expiresAt } = await invite(database.query, staff, now());
      const link = `${signIn.publicUrl}/accept-invitation#${token}`;
      const account = await readAccountName(deps, access.accountId);
      const mail = invitationMail({ name: settings.name, account, by: access.actor.name, link });
      const mailed = await send(deps, settings.email, mail);
      return { link, expiresAt: expiresAt.toISOString(), mailed };
    },
  });
  addResetLinkRoute(app, deps);
  defineOpenRoute(app, deps, {
    method: "get",
    path: "/invitations/{token}",
    summary: "For whom an invitation is, and to which account",
    answer: z.object({
      account: z.object({ slug: z.string(), name: z.string() }),
      name: z.string(),
      email: z.string(),
      /** Somebody with this address signs in already: they do so, then accept without a password. */
      signsInAlready: z.boolean(),
      expiresAt: time,
    }),
    handle: async ({ token }) => {
      const found = await findInvitation(database.query, token, now());
      if (found === null) throw new ApiError("notFound", NOT_GOOD);
      const { slug, accountName, name, email, expiresAt } = found;
      const signsInAlready = (await findPersonByEmail(database.query, email)) !== null;
      const account = { slug, name: accountName };
      return { answer: { account, name, email, signsInAlready, expiresAt: expiresAt.toISOString() } };
    },
  });
  defineOpenRoute(app, deps, {
    method: "post",
    path: "/invitations/accept",
    summary: "Accept an invitation: choose a password and be signed in",
    body: acceptSchema,
    answer: z.object({ slug: z.string() }),
    handle: async ({ asked, body: { token, name, password } }) => {
      // Before a password is worked on: that takes a while.
      if ((await findInvitation(database.query, token, now())) === null)
        throw new ApiError("notFound", NOT_GOOD);
      const accepted = await acceptInvitation(database, {
        token,
        now: now(),
        signedIn: await signIn.findPerson(asked),
        person:
          password === undefined
            ? null
            : { name: name ?? null, passwordHash: await signIn.hashPassword(password) },
      });
      if (!accepted.ok) throw REFUSALS[accepted.why]();
      const { slug, email } = accepted.invitation;
      const cookies =
        accepted.madePerson && password !== undefined ? await signIn.start(asked, { email, password }) : [];
      return { answer: { slug }, cookies };
    },
  });
}

const REFUSALS = {
  badToken: () => new ApiError("notFound", NOT_GOOD),
  signInFirst: () =>
    new ApiError("signInFirst", "somebody with this address signs in already: sign in, then accept"),
  passwordMissing: () => invalid([{ path: ["password"], message: "is required" }]),
};

async function readAccountName({ database }: ApiDeps, accountId: string): Promise<string> {
  const { name } = await database.query
    .selectFrom("account")
    .select("name")
    .where("id", "=", accountId)
    .executeTakeFirstOrThrow();
  return name;
}

/** Whether it was mailed. Whoever invites has the link all the same, so a mail server's trouble is only logged. */
async function send(
  { signIn, log }: ApiDeps,
  to: string,
  mail: { subject: string; text: string },
): Promise<boolean> {
  if (signIn.sendMail === null) return false;
  try {
    await signIn.sendMail({ to, ...mail });
    return true;
  } catch (error) {
    log.error({ err: error }, "An invitation could not be mailed");
    return false;
  }
}
