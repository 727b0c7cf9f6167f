/** What went wrong with a mail, in words, and what to do about it. */
export type MailTrouble = {
  text: string;
  /** The code of the mail server's answer; null where it gave none. */
  status: number | null;
  /** This mail is refused for good: another try would be too. */
  final: boolean;
  /** The mail server itself can't be used now: other mails would fare no better. */
  serverAway: boolean;
};

/** nodemailer's codes where no conversation came about, or it broke off. */
const AWAY: Record<string, string> = {
  ECONNREFUSED: "the mail server can't be reached: nobody listens there",
  ECONNRESET: "the mail server hung up",
  ETIMEDOUT: "the mail server does not answer",
  EDNS: "the mail server's name is not known",
  ETLS: "the mail server's TLS can't be used",
  EAUTH: "the mail server does not take our password",
  ENOAUTH: "the mail server wants a password, and SMTP_URL has none",
  EPROTOCOL: "the mail server does not speak SMTP",
};

/** Reads nodemailer's errors. The codes of answers are RFC 5321's: 4xx for now, 5xx for good. */
export function explainMailError(error: unknown): MailTrouble {
  const { code = "", command = "", responseCode, response } = partsOf(error);
  const status = responseCode ?? null;
  const said = response === undefined ? "" : `: ${response.slice(0, 300)}`;
  // What the system says stands in the message; where it is about TLS, only there.
  const broken = code === "ESOCKET" || code === "ECONNECTION";
  const known = broken ? AWAY[/E[A-Z]{5,}/.exec(messageOf(error))?.[0] ?? ""] : undefined;
  const away = known ?? (broken ? `the mail server can't be used: ${messageOf(error)}` : AWAY[code]);
  // Of the words of a mail's conversation, these two are about this mail and nobody else's.
  const aboutMail = /^(RCPT TO|DATA)/.test(command) || code === "EENVELOPE" || code === "EMESSAGE";
  if (aboutMail && status !== null)
    return { text: `the mail server refused it${said}`, status, final: status >= 500, serverAway: false };
  if (away !== undefined) return { text: `${away}${said}`, status, final: false, serverAway: true };
  return { text: `the mail could not be sent: ${messageOf(error)}`, status, final: false, serverAway: false };
}

function partsOf(error: unknown) {
  return (error ?? {}) as { code?: string; command?: string; responseCode?: number; response?: string };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
