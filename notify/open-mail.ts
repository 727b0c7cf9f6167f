import type { Readable } from "node:stream";
import type { Transporter } from "nodemailer";

export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** `<…@…>`: the same for every try, so that mail programs show a mail that came twice once. */
  messageId?: string;
  attachments?: { filename: string; contentType: string; content: Readable }[];
};
/** Sends one mail; throws where the mail server does not take it. */
export type SendMail = (mail: Mail) => Promise<void>;

/** A mail server that hangs must not keep the person who waits for the answer. */
const PATIENCE_MS = 10_000;

/** Mail by an SMTP server (`smtp://user:password@host:587`; `smtps:` for TLS from the first byte). */
export function openMail({ smtpUrl, from }: { smtpUrl: string; from: string }): SendMail {
  let opened: Promise<Transporter> | undefined;
  // The library is loaded with the first mail: a node that starts again is waited for by callers.
  const open = async () => {
    const { createTransport } = await import("nodemailer");
    return createTransport({
      url: smtpUrl,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      // What is attached is a stream of ours, and no text of a mail may name a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  return async (mail) => {
    opened ??= open();
    const transport = await opened;
    // Robots must not answer: who is away would write to a machine (RFC 3834).
    await transport.sendMail({ from, headers: { "Auto-Submitted": "auto-generated" }, ...mail });
  };
}
