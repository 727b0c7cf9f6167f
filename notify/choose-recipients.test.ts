import { describe, expect, test } from "vitest";
import { type Colleague, chooseRecipients } from "./choose-recipients.ts";
import { USUAL_CHOICES } from "./notice-choices.ts";

const someone = (id: string, more: Partial<Colleague> = {}): Colleague => ({
  id,
  name: id,
  email: `${id}@acme.test`,
  phone: null,
  role: "member",
  active: true,
  choices: null,
  on: true,
  ...more,
});
const olga = someone("olga", { role: "owner" });
const adam = someone("adam", { role: "admin" });
const dana = someone("dana", { phone: "+13125550101" });
const ravi = someone("ravi", { phone: "+13125550103" });
const nobody = { leadUser: null, numberUser: null, phonesRung: [] };
const told = (...args: Parameters<typeof chooseRecipients>) =>
  chooseRecipients(...args).map(({ colleague, channels }) => `${colleague.id}: ${channels.join(" ")}`);

describe("whose a call is", () => {
  const staff = [olga, adam, dana, ravi];
  test.each([
    ["a lead's user is told of a missed call", { ...nobody, leadUser: "dana" }, ["dana: mail"]],
    [
      "a number's user too, beside them",
      { ...nobody, leadUser: "dana", numberUser: "ravi" },
      ["dana: mail", "ravi: mail"],
    ],
    [
      "so is whoever was rung, known by their phone",
      { ...nobody, phonesRung: ["+13125550103"] },
      ["ravi: mail"],
    ],
    [
      "who is rung as the lead's user is told once",
      { ...nobody, leadUser: "dana", phonesRung: ["+13125550101"] },
      ["dana: mail"],
    ],
    ["a call that is nobody's is the owners' and admins'", nobody, ["olga: mail", "adam: mail"]],
    [
      "so is one whose phones are nobody's own",
      { ...nobody, phonesRung: ["+13125550100"] },
      ["olga: mail", "adam: mail"],
    ],
  ])("%s", (_, concern, expected) => {
    expect(told("callMissed", concern, staff)).toEqual(expected);
    expect(told("voicemailLeft", concern, staff)).toEqual(expected);
    // Answered calls interest nobody unless they say so.
    expect(told("callAnswered", concern, staff)).toEqual([]);
  });

  test("somebody who has left is told nothing, and their calls are the owners'", () => {
    const gone = { ...dana, active: false };
    expect(told("callMissed", { ...nobody, leadUser: "dana" }, [olga, gone])).toEqual(["olga: mail"]);
  });
});

describe("what each has chosen", () => {
  const with_ = (one: Colleague, more: Partial<typeof USUAL_CHOICES>): Colleague => ({
    ...one,
    choices: { ...USUAL_CHOICES, ...more },
  });
  const danas = { ...nobody, leadUser: "dana" };

  test("an owner who wants all calls gets those of others; a member who does gets their own", () => {
    const all = { whose: "all" } as const;
    expect(told("callMissed", danas, [with_(olga, all), adam, dana, with_(ravi, all)])).toEqual([
      "olga: mail",
      "dana: mail",
    ]);
  });

  test("by mail, by text, by both, or not at all", () => {
    const by = (mail: boolean, text: boolean) => with_(dana, { callMissed: { mail, text } });
    expect(told("callMissed", danas, [by(true, true)])).toEqual(["dana: mail text"]);
    expect(told("callMissed", danas, [by(false, true)])).toEqual(["dana: text"]);
    expect(told("callMissed", danas, [olga, by(false, false)])).toEqual([]);
  });

  test("a text needs a phone", () => {
    const texts = with_(olga, { callMissed: { mail: false, text: true } });
    expect(told("callMissed", nobody, [texts])).toEqual([]);
  });

  test("alerts are for owners and admins alone, whatever a member chose", () => {
    const staff = [olga, with_(adam, { routingAlert: { mail: false, text: false } }), dana];
    expect(told("routingAlert", danas, staff)).toEqual(["olga: mail"]);
  });

  test("who is away is told nothing where they want that, and everything where they don't", () => {
    const away = { ...dana, on: false };
    expect(told("callMissed", danas, [away])).toEqual(["dana: mail"]);
    expect(told("callMissed", danas, [with_(away, { onlyWhenOn: true }), olga])).toEqual([]);
    expect(told("callMissed", danas, [with_(dana, { onlyWhenOn: true })])).toEqual(["dana: mail"]);
  });
});
