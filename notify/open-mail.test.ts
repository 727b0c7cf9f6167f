import { expect, test } from "vitest";
import { expectConsole } from "../store/testing/expect-console.ts";
import { explainMailError } from "./explain-mail-error.ts";
import { openMail } from "./open-mail.ts";
import { receiveMail } from "./testing/receive-mail.ts";
import { runMailServer } from "./testing/run-mail-server.ts";
import { invitationMail, resetMail } from "./write-mail.ts";

const FROM = "Ringright <calls@example.com>";
const LINK = `https://calls.example.com/accept-invitation#${"x".repeat(43)}`;

test("an invitation goes through a real conversation with a mail server, signed in, link unbroken", async () => {
  const server = await receiveMail();
  const send = openMail({ smtpUrl: server.url, from: FROM });
  const mail = invitationMail({ name: "Zoë", account: "Müller & Co", by: "Olga", link: LINK });
  await send({ to: "zoe@acme.test", ...mail });
  const [received, ...others] = server.received;
  expect(others).toEqual([]);
  expect(received).toMatchObject({ from: "calls@example.com", to: ["zoe@acme.test"] });
  expect(received?.data).toContain("From: Ringright <calls@example.com>");
  const body = decodeQuotedPrintable(received?.data ?? "");
  expect(body).toContain(LINK);
  expect(body).toContain("Hello Zoë,");
  expect(body).toContain("Olga invites you to Müller & Co at Ringright");
});

test("names hold no headers and no second recipient", async () => {
  const server = await receiveMail();
  const send = openMail({ smtpUrl: server.url, from: FROM });
  const account = "Acme\r\nBcc: all@acme.test";
  await send({ to: "dana@acme.test", ...invitationMail({ name: "D", account, by: "O", link: LINK }) });
  expect(server.received[0]?.to).toEqual(["dana@acme.test"]);
  expect(server.received[0]?.data.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
});

test("a server that refuses, or is not there, is an error for whoever sends", async () => {
  const server = await receiveMail({ refuse: true });
  const mail = { to: "dana@acme.test", ...resetMail({ name: "Dana", link: LINK }) };
  await expect(openMail({ smtpUrl: server.url, from: FROM })(mail)).rejects.toThrow(/550/);
  const wrong = server.url.replace("secret", "guess");
  await expect(openMail({ smtpUrl: wrong, from: FROM })(mail)).rejects.toThrow(/535/);
  await expect(openMail({ smtpUrl: "smtp://127.0.0.1:9", from: FROM })(mail)).rejects.toThrow(/ECONNREFUSED/);
  expect(server.received).toEqual([]);
});

test.each([
  ["from the first byte", "smtps:", { secure: true, disabledCommands: [] }],
  ["asked for by STARTTLS", "smtp:", { disabledCommands: [] }],
])(
  "TLS %s: a certificate that nobody vouches for is refused, unless the address says that it is known",
  async (_, protocol, options) => {
    // Its own certificate, which is in the package for everybody to read, is what nobody vouches for.
    expectConsole(/built-in default TLS certificate/);
    const server = await runMailServer(options);
    const url = server.url.replace("smtp:", protocol);
    const mail = { to: "dana@acme.test", ...resetMail({ name: "Dana", link: LINK }) };
    const refused = await openMail({ smtpUrl: url, from: FROM })(mail).catch(explainMailError);
    expect(refused).toMatchObject({ serverAway: true, final: false });
    expect(refused).toMatchObject({ text: expect.stringMatching(/certificate/) });
    expect(server.taken).toEqual([]);
    await openMail({ smtpUrl: `${url}/?tls.rejectUnauthorized=false`, from: FROM })(mail);
    expect(server.taken).toHaveLength(1);
  },
);

test("a server that says nothing any more is given up after ten seconds, and is away", async () => {
  const server = await runMailServer();
  server.answer("hang");
  const mail = { to: "dana@acme.test", ...resetMail({ name: "Dana", link: LINK }) };
  const began = Date.now();
  const trouble = await openMail({ smtpUrl: server.url, from: FROM })(mail).catch(explainMailError);
  expect(trouble).toMatchObject({ text: "the mail server does not answer", serverAway: true, final: false });
  expect(Date.now() - began).toBeLessThan(15_000);
});

function decodeQuotedPrintable(data: string): string {
  const bytes = data
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
