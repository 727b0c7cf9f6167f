import { expect, test } from "vitest";
import { readOptOut } from "./read-opt-out.ts";

test.each([
  "STOP",
  "stop",
  " Stop. ",
  "STOPALL",
  "Unsubscribe",
  "END",
  "quit",
  "CANCEL",
  "Revoke",
  "OPTOUT",
  "opt-out",
  '"STOP"',
  "Stop texting me",
  "please stop sending me these",
  "STOP MESSAGING ME!!",
  "don’t text me again",
  "Do not contact me",
  "No more texts please",
  "take me off your list",
  "remove my number from this",
  "unsubscribe me pls",
  "leave me alone",
  "Stopp",
  "ABMELDEN",
  "Bitte keine SMS mehr",
  "keine weiteren Nachrichten",
  "BAJA",
  "no más mensajes",
  "No me escriban",
  "ARRÊT",
  "arret",
  "Arrêtez de m'envoyer des messages",
  "plus de sms svp",
])("%s: no more texts", (body) => {
  expect(readOptOut(body)).toBe("stop");
});

test.each(["START", "Unstop", "yes", "Yes!"])("%s: texts again", (body) => {
  expect(readOptOut(body)).toBe("start");
});

test.each([
  "",
  "👍",
  "Can you stop by at five?",
  "Yes please call me back",
  "The end of the month works",
  "I want to cancel my appointment",
  "Don't call before nine, text is fine",
  "When do you start?",
  "My bus stop is nearby",
  "no more than 500 dollars",
  "Bitte um Rückruf",
])("%s: says nothing about texts", (body) => {
  expect(readOptOut(body)).toBeNull();
});
