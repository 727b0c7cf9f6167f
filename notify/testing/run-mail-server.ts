import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";

export type TakenMail = { to: string[]; headers: string; raw: string };

/** What a mail server does with what comes: it may change from one moment to the next. */
export type MailServer = {
  url: string;
  taken: TakenMail[];
  /** Tries that were refused or broken off. */
  refused: number;
  /** From now on it answers so; null: it takes everything. `hang`: it says nothing at all. */
  answer(with_: { code: number; text: string } | "hang" | null): void;
  /** It is gone: nobody listens there. */
  stop(): Promise<void>;
  /** It is back, at the same address. */
  start(): Promise<void>;
};

/** The `smtp-server` package as a mail server on loopback for the running test: sign-in `user`, `secret`. */
export async function runMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let answer: Parameters<MailServer["answer"]>[0] = null;
  let port = 0;
  let server: SMTPServer | null = null;
  const made: MailServer = {
    url: "",
    taken,
    refused: 0,
    answer: (with_) => {
      answer = with_;
    },
    stop: async () => {
      const stopping = server;
      server = null;
      await new Promise<void>((resolve) => (stopping === null ? resolve() : stopping.close(resolve)));
    },
    start: async () => {
      server = open();
      const started = server;
      await new Promise<void>((resolve) => started.listen(port, "127.0.0.1", resolve));
      const address = started.server.address();
      port = typeof address === "object" && address !== null ? address.port : 0;
    },
  };

  function open(): SMTPServer {
    const opened = new SMTPServer({
      authOptional: false,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      closeTimeout: 100,
      onAuth({ username, password }, _, done) {
        if (username === "user" && password === "secret") done(null, { user: username });
        else done(new Error("no"));
      },
      onRcptTo(_, __, done) {
        if (answer === null) return done();
        made.refused += 1;
        if (answer === "hang") return;
        done(Object.assign(new Error(answer.text), { responseCode: answer.code }));
      },
      onData(stream, session, done) {
        const pieces: Buffer[] = [];
        stream.on("data", (piece: Buffer) => pieces.push(piece));
        stream.on("end", () => {
          const raw = Buffer.concat(pieces).toString("latin1");
          const [headers = ""] = raw.split("\r\n\r\n");
          taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), headers, raw });
          done();
        });
      },
      ...options,
    });
    // Whoever hangs up in the middle of a conversation is no trouble of the test's.
    opened.on("error", () => {});
    return opened;
  }

  await made.start();
  made.url = `smtp://user:secret@127.0.0.1:${port}`;
  onTestFinished(() => made.stop());
  return made;
}

/** The text of a mail, its encoding taken off; and its attachments as bytes. */
export function readMail({ raw }: TakenMail): { text: string; attached: { head: string; bytes: Buffer }[] } {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1];
  const parts =
    boundary === undefined
      ? [raw]
      : raw
          .split(`--${boundary}`)
          .slice(1, -1)
          .map((part) => part.trimStart());
  const read = parts.map((part) => {
    const end = part.indexOf("\r\n\r\n");
    const head = part.slice(0, end);
    return { head, bytes: decode(head, part.slice(end + 4)) };
  });
  const [text, ...attached] = read;
  return { text: text?.bytes.toString("utf8") ?? "", attached };
}

function decode(head: string, body: string): Buffer {
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, "base64");
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return Buffer.from(body, "latin1");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}
