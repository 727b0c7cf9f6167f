import { hkdfSync } from "node:crypto";
import type { BetterAuthOptions } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { PASSWORD_MAX, PASSWORD_MIN } from "../../access/password.ts";
import type { Database } from "../../store/open-database.ts";
import { isSameOrigin } from "./is-same-origin.ts";
import { PEER_HEADER } from "./read-peer.ts";

export type AuthParts = {
  database: Pick<Database, "query">;
  /** The installation's secret. */
  secret: Uint8Array;
  publicUrl: string;
  /** Whether cookies are for https only. */
  secure: boolean;
  sendResetLink: (person: { name: string; email: string }, token: string) => Promise<void>;
  log: { error: (details: object, message: string) => void };
};

const RESET_SECONDS = 3_600;

/** How better-auth is set up here (decision 012). Our migration makes its tables; it makes none itself. */
export function authOptions(parts: AuthParts) {
  const { database, secret, publicUrl, secure, log } = parts;
  return {
    appName: "Ringright",
    // The origin alone: a path in it would replace /api/auth.
    baseURL: new URL(publicUrl).origin,
    basePath: "/api/auth",
    // Given in this form, nothing in the environment takes its place.
    secrets: [{ version: 1, value: deriveSecret(secret) }],
    database: { db: database.query, type: "postgres", transaction: true },
    user: { modelName: "auth_user" },
    session: { modelName: "auth_session" },
    account: { modelName: "auth_account" },
    // Reset links are kept as hashes, like our own.
    verification: { modelName: "auth_verification", storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      // Only the first run and invitations make people.
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => parts.sendResetLink(user, token),
    },
    plugins: [twoFactor({ issuer: "Ringright", schema: { twoFactor: { modelName: "auth_two_factor" } } })],
    trustedOrigins: async (request) => {
      const origin = request?.headers.get("origin");
      return request && origin && isSameOrigin(request.headers, publicUrl) ? [origin] : [];
    },
    rateLimit: {
      enabled: true,
      // Counted for all nodes together.
      storage: "database",
      modelName: "auth_rate_limit",
      customRules: { "/sign-in/email": { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: "ringright",
      useSecureCookies: secure,
      defaultCookieAttributes: { sameSite: "lax" },
      disableOriginCheck: false,
      // Set by ourselves from the connection: a client can't choose it.
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
      // The tables are our migration's, and a test holds them to what is expected.
      database: { validateSchema: false },
      // Not awaited: the time an answer takes would tell whether there is such a person.
      backgroundTasks: { handler: (task) => void task.catch(() => {}) },
    },
    telemetry: { enabled: false },
    logger: {
      // Wrong passwords and the like are warnings; they are no trouble of ours.
      log: (level, message, ...details) => {
        if (level === "error") log.error({ details }, `Sign-in: ${message}`);
      },
    },
  } satisfies BetterAuthOptions;
}

/** A key of its own for each use: what signs cookies is not what signs carriers' URLs. */
function deriveSecret(secret: Uint8Array): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "ringright sign-in", 32)).toString("base64url");
}
