import { expect, test } from "vitest";
import { openMail } from "./open-mail.ts";
import { receiveMail } from "./testing/receive-mail.ts";
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

function decodeQuotedPrintable(data: string): string {
  const bytes = data
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
