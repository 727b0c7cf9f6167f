import { joinStaff } from "./join-staff.ts";
import { findInvitation, type Invitation, removeInvitation } from "./keep-invitations.ts";
import { findPersonByEmail, insertPerson } from "./keep-people.ts";
import type { Database } from "./open-database.ts";

export type Acceptance = {
  token: string;
  now: number;
  /** Who signed in where the link was opened; null for nobody. */
  signedIn: { id: string } | null;
  /** The person to make, where nobody with that address signs in yet. */
  person: { name: string | null; passwordHash: string } | null;
};

export type Accepted =
  | { ok: true; invitation: Invitation; madePerson: boolean }
  | { ok: false; why: "badToken" | "signInFirst" | "passwordMissing" };

/** PostgreSQL's code for a value that has to be unique and isn't (manual, appendix A). */
const UNIQUE_VIOLATION = "23505";

/**
 * Makes the invited staff member a person who can sign in, once. Whoever signs in already has to do so
 * first: an invitation to one account must not open another.
 */
export async function acceptInvitation(database: Database, acceptance: Acceptance): Promise<Accepted> {
  try {
    return await acceptOnce(database, acceptance);
  } catch (error) {
    // The same person accepts another account's invitation at this moment.
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)
      return { ok: false, why: "signInFirst" };
    throw error;
  }
}

async function acceptOnce(database: Database, acceptance: Acceptance): Promise<Accepted> {
  const { token, now, signedIn, person } = acceptance;
  return database.query.transaction().execute(async (transaction): Promise<Accepted> => {
    const invitation = await findInvitation(transaction, token, now, { lock: true });
    if (invitation === null) return { ok: false, why: "badToken" };
    const { accountId, staffId, email } = invitation;
    const known = await findPersonByEmail(transaction, email);
    if (known !== null && known.id !== signedIn?.id) return { ok: false, why: "signInFirst" };
    if (known === null && person === null) return { ok: false, why: "passwordMissing" };
    const personId =
      known?.id ??
      (await insertPerson(transaction, {
        name: person?.name ?? invitation.name,
        email,
        passwordHash: person?.passwordHash ?? "",
      }));
    await joinStaff(transaction, { accountId, staffId, personId });
    await removeInvitation(transaction, invitation);
    return { ok: true, invitation, madePerson: known === null };
  });
}
