import { expect, test } from "vitest";
import { DANA, makeFacts } from "../routing/testing/make-facts.ts";
import { chooseGreeting } from "./compose-script.ts";

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
