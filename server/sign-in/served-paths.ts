/**
 * What of better-auth is open: everything else that it has, now or in a later version, is closed. There is
 * no way here to make a person, to delete one, or to change an e-mail address (it joins them to accounts).
 */
const SERVED = new Set([
  "POST /sign-in/email",
  "POST /sign-out",
  "GET /get-session",
  "GET /list-sessions",
  "POST /revoke-session",
  "POST /revoke-sessions",
  "POST /revoke-other-sessions",
  "POST /change-password",
  "POST /update-user",
  "POST /request-password-reset",
  "POST /reset-password",
  "POST /two-factor/enable",
  "POST /two-factor/disable",
  "POST /two-factor/verify-totp",
  "POST /two-factor/get-totp-uri",
  "POST /two-factor/generate-backup-codes",
  "POST /two-factor/verify-backup-code",
]);

/** Whether a request below /api/auth is passed on. */
export function isServedPath(method: string, pathname: string): boolean {
  return SERVED.has(`${method} ${pathname.replace(/^\/api\/auth/, "")}`);
}
