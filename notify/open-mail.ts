import { createTransport } from "nodemailer";

export type Mail = { to: string; subject: string; text: string };
/** Sends one mail; throws where the mail server does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** A mail server that hangs must not keep the person who waits for the answer. */
const PATIENCE_MS = 10_000;

/** Mail by an SMTP server (`smtp://user:password@host:587`; `smtps:` for TLS from the first byte). */
export function openMail({ smtpUrl, from }: { smtpUrl: string; from: string }): SendMail {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Mails hold no files, and no text of theirs may name one.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async (mail) => {
    await transport.sendMail({ from, ...mail });
  };
}
