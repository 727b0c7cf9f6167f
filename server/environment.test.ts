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

test("messages are written down by a service or by a command, not by both", () => {
  const read = (command: string, more = {}) =>
    readEnvironment({ RINGRIGHT_TRANSCRIBE_COMMAND: command, ...more }).transcriber;
  expect(readEnvironment({}).transcriber).toBeNull();
  expect(read("/usr/local/bin/write-down  --model small")).toEqual({
    command: ["/usr/local/bin/write-down", "--model", "small"],
  });
  expect(read('["/opt/my tools/write-down", "-f", "-"]')).toEqual({
    command: ["/opt/my tools/write-down", "-f", "-"],
  });
  for (const wrong of ["[]", '["a", 1]', "[write-down", '[""]'])
    expect(() => read(wrong)).toThrow(/^RINGRIGHT_TRANSCRIBE_COMMAND: expected a program with its arguments/);
  expect(() => read("write-down", { RINGRIGHT_TRANSCRIBE_URL: "http://127.0.0.1:9/" })).toThrow(
    /^RINGRIGHT_TRANSCRIBE_COMMAND: expected either this or RINGRIGHT_TRANSCRIBE_URL/,
  );
});
