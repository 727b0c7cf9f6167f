import { describe, expect, test } from "vitest";
import type { CarrierKind, PhoneScript } from "../simulator/index.ts";
import { ANNA, COMPANY, DANA, FORWARDING, LINE, startHouse } from "./testing/start-house.ts";

const accepts: PhoneScript = {
  does: "answers",
  after: 4,
  presses: [{ key: "1", after: 3 }],
  hangsUpAfter: 30,
};

describe.each<CarrierKind>(["twilio", "signalwire", "telnyx"])("at %s", (kind) => {
  const open = (business = {}) => startHouse(business, { kind, signingKey: "space-signing-key" });

  test("a machine picks up, then the forwarding number accepts", async () => {
    const house = await open();
    house.carrier.phone(DANA, { does: "voicemail", after: 10 });
    house.carrier.phone(FORWARDING, accepts);
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(FORWARDING);
    expect(kept.legs.map((leg) => leg.result)).toEqual(["notAccepted", "connected"]);
    expect(kept.outcome).toBe("answered");
    expect(house.carrier.violations).toEqual([]);
    expect(heard.errors).toEqual([]);
  });

  test("nobody answers, and a message is left", async () => {
    const house = await open();
    const { kept } = await house.call({ caller: { leavesMessage: 11 } });
    expect(kept).toMatchObject({ outcome: "voicemail", recording: { seconds: 11 } });
    expect(house.carrier.violations).toEqual([]);
  });

  test("nobody answers, and the caller hangs up while speaking", async () => {
    const house = await open();
    const { kept } = await house.call({ caller: { leavesMessage: 6, hangsUpAfterMessage: true } });
    expect(kept.outcome).toBe("voicemail");
  });

  test("the company phone, without screening, is connected at pick-up", async () => {
    const house = await open({ assigned: false, forwardingNumber: null });
    house.carrier.phone(COMPANY, { does: "answers", after: 3 });
    const { heard, kept } = await house.call({});
    expect(heard.connectedTo).toBe(COMPANY);
    expect(kept.outcome).toBe("answered");
  });

  test("a lead whose name holds a template or markup is spoken, not evaluated", async () => {
    const house = await open({ leadName: 'Anna {{From}} <Hangup/> & "Co"' });
    house.carrier.phone(DANA, accepts);
    const { heard } = await house.call({});
    const said = heard.heardByLegs[DANA]?.[0] ?? "";
    expect(said).toContain(kind === "twilio" ? "{{From}}" : "{ {From}}");
    expect(said).toContain('<Hangup/> & "Co"');
    expect(house.carrier.violations).toEqual([]);
  });

  test("the number shown to the person rung is one that the carrier allows", async () => {
    const house = await open();
    const { heard } = await house.call({});
    expect(heard.legs[0]?.callerId).toBe(kind === "signalwire" ? LINE : ANNA);
  });
});
