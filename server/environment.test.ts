import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

test("mail is off unless a mail server and a sender are named, and half of it is said to be wrong", () => {
  expect(readEnvironment({}).mail).toBeNull();
  const mail = { SMTP_URL: "smtps://u:p@mail.example.com:465", MAIL_FROM: "Ringright <calls@example.com>" };
  expect(readEnvironment(mail).mail).toEqual({
    smtpUrl: "smtps://u:p@mail.example.com:465",
    from: "Ringright <calls@example.com>",
  });
  expect(() => readEnvironment({ ...mail, MAIL_FROM: " " })).toThrow(/^MAIL_FROM: is required with SMTP_URL/);
  expect(() => readEnvironment({ ...mail, SMTP_URL: "mail.example.com" })).toThrow(/^SMTP_URL: expected/);
  expect(() => readEnvironment({ ...mail, MAIL_FROM: "Ringright" })).toThrow(/^MAIL_FROM: expected/);
});
