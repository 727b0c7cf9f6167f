import { expect, test } from "vitest";
import { DANA, makeFacts } from "../routing/testing/make-facts.ts";
import { chooseGreeting, composeWhisper } from "./compose-script.ts";

const BUILT_IN =
  "You have reached Acme Roofing. Nobody can take your call right now. Please leave a message after the tone, then press the pound key.";
const dana = (greeting: string | null, active = true) => ({ user: { ...DANA, greeting, active } });

test.each([
  ["the lead's user's", "Dana's", "the line's", "the firm's", "Dana's"],
  ["else the number's", null, "the line's", "the firm's", "the line's"],
  ["else the account's", null, null, "the firm's", "the firm's"],
  ["else the built-in sentence", null, null, null, BUILT_IN],
  ["the user's own before none", "Dana's", null, null, "Dana's"],
])("a caller hears the greeting of %s", (_, user, number, account, heard) => {
  const facts = makeFacts({
    lead: dana(user),
    number: { greeting: number },
    account: { greeting: account },
  });
  expect(chooseGreeting(facts)).toBe(heard);
});

test("who is nobody's lead, or the lead of somebody who left, hears the number's", () => {
  const number = { greeting: "the line's" };
  expect(chooseGreeting(makeFacts({ number, lead: null }))).toBe("the line's");
  expect(chooseGreeting(makeFacts({ number, lead: { user: null } }))).toBe("the line's");
  expect(chooseGreeting(makeFacts({ number, lead: dana("Dana's", false) }))).toBe("the line's");
});

test("the greeting is looked up on its own: a user who is not rung greets all the same", () => {
  const number = { greeting: "the line's", user: { ...DANA, id: "9", greeting: "the number's user's" } };
  const unrung = { ...DANA, phone: null, greeting: "Dana's" };
  expect(chooseGreeting(makeFacts({ number, lead: { user: unrung } }))).toBe("Dana's");
  expect(chooseGreeting(makeFacts({ number, lead: null }))).toBe("the line's");
});

test("who is rung hears after which campaign the lead calls back, or nothing of it", () => {
  const outreach = { campaign: { id: "1", name: "Spring offer" }, by: null, kind: "text" as const, at: 0 };
  const heard = (change: Parameters<typeof makeFacts>[0]) =>
    composeWhisper(makeFacts({ lead: { user: DANA }, ...change }), DANA);
  expect(heard({ outreach })).toBe(
    "Anna Berg, your lead, is calling the Leeds line, calling back after Spring offer.",
  );
  expect(heard({ outreach, number: { whisper: "{lead} about {campaign}" } })).toBe(
    "Anna Berg about Spring offer",
  );
  expect(heard({ outreach: { ...outreach, campaign: null, by: "Leo" } })).toBe(
    "Anna Berg, your lead, is calling the Leeds line.",
  );
});
