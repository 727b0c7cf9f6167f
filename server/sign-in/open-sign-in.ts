import type { SendMail } from "../../notify/open-mail.ts";
import { resetMail } from "../../notify/write-mail.ts";
import type { Database } from "../../store/open-database.ts";
import { type Auth, createAuth } from "./create-auth.ts";
import { PEER_HEADER, type Peer } from "./read-peer.ts";
import { isServedPath } from "./served-paths.ts";

/** Who signed in, by their cookie. */
export type Person = { id: string; name: string; email: string; twoFactor: boolean };

/** What a request says of who sends it. */
export type Asked = { headers: Headers; peer: Peer };

/** Sign-in as the rest of the server knows it. Nothing of better-auth shows through. */
export type SignIn = {
  publicUrl: string;
  /** Whether mail can be sent: reset links and invitations. */
  sendMail: SendMail | null;
  /** Answers what is below /api/auth. */
  answer(request: Request, peer: Peer): Promise<Response>;
  /** The person whose cookie came with a request; null for nobody. */
  findPerson(asked: Asked): Promise<Person | null>;
  /** The same, with the cookies to set so that they stay signed in: without them a session ends in a week. */
  keepPerson(asked: Asked): Promise<{ person: Person; cookies: string[] } | null>;
  /** The cookies of a new session. Throws where e-mail and password don't fit. */
  start(asked: Asked, credentials: { email: string; password: string }): Promise<string[]>;
  hashPassword(password: string): Promise<string>;
  /** A one-time token for /reset-password, good until `expiresAt`. */
  makeResetToken(personId: string, expiresAt: Date): Promise<string>;
};

export type SignInParts = {
  database: Database;
  publicUrl: string;
  sendMail: SendMail | null;
  log: { error: (details: object, message: string) => void };
};

/** Opens sign-in. The database is first asked when somebody needs it: it may be away when a node starts. */
export function openSignIn({ database, publicUrl, sendMail, log }: SignInParts): SignIn {
  const opened = new Map<boolean, Promise<Auth>>();
  const usesHttps = publicUrl.startsWith("https:");

  /** Two of them, since one sets either cookies that are for https only, or others. */
  function auth({ local }: Peer): Promise<Auth> {
    const secure = usesHttps && !local;
    const found = opened.get(secure);
    if (found !== undefined) return found;
    const opening = open(secure);
    opened.set(secure, opening);
    opening.catch(() => opened.delete(secure));
    return opening;
  }

  async function open(secure: boolean): Promise<Auth> {
    const { secret } = await database.query
      .selectFrom("installation")
      .select("secret")
      .executeTakeFirstOrThrow();
    return createAuth({ database, secret, publicUrl, secure, log, sendResetLink });
  }

  async function readSession({ headers, peer }: Asked, query: { disableRefresh?: boolean }) {
    // Most requests that have no cookie of ours need no look into the database.
    if (!headers.get("cookie")?.includes("ringright.session_token=")) return null;
    const { api } = await auth(peer);
    const told = tellPeer(headers, peer);
    const read = await api
      .getSession({ headers: told, query, returnHeaders: true })
      .catch((error: unknown) => {
        // It wraps what the database said; whether that is away is for the API to see.
        throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
      });
    if (read.response === null) return null;
    const { id, name, email, twoFactorEnabled } = read.response.user;
    const person = { id, name, email, twoFactor: twoFactorEnabled === true };
    return { person, cookies: read.headers.getSetCookie() };
  }

  async function sendResetLink(person: { name: string; email: string }, token: string): Promise<void> {
    const link = `${publicUrl}/reset-password#${token}`;
    await sendMail?.({ to: person.email, ...resetMail({ name: person.name, link }) }).catch(
      (error: unknown) => log.error({ err: error }, "A reset link could not be mailed"),
    );
  }

  return {
    publicUrl,
    sendMail,
    async hashPassword(password) {
      const { hashPassword } = await import("better-auth/crypto");
      return hashPassword(password);
    },
    async answer(request, peer) {
      if (!isServedPath(request.method, new URL(request.url).pathname))
        return Response.json({ code: "NOT_FOUND", message: "there is nothing here" }, { status: 404 });
      const { handler } = await auth(peer);
      return handler(new Request(request, { headers: tellPeer(request.headers, peer) }));
    },
    findPerson: async (asked) => (await readSession(asked, { disableRefresh: true }))?.person ?? null,
    keepPerson: (asked) => readSession(asked, {}),
    async start({ headers, peer }, credentials) {
      const { api } = await auth(peer);
      const signedIn = await api.signInEmail({
        body: credentials,
        headers: tellPeer(headers, peer),
        returnHeaders: true,
      });
      return signedIn.headers.getSetCookie();
    },
    async makeResetToken(personId, expiresAt) {
      const { $context } = await auth({ address: "", local: true });
      const { internalAdapter, generateId } = await $context;
      const token = generateId({ model: "verification", size: 32 });
      if (token === false) throw new Error("better-auth made no token");
      await internalAdapter.createVerificationValue({
        identifier: `reset-password:${token}`,
        value: personId,
        expiresAt,
      });
      return token;
    },
  };
}

/** The headers with the peer's address; better-auth takes it for counting requests. */
function tellPeer(headers: Headers, { address }: Peer): Headers {
  const told = new Headers(headers);
  told.set(PEER_HEADER, address);
  return told;
}
