import { expect, test } from "vitest";

import { decideCall, isMeantForVoicemail } from "./decide-call.ts";
import type { Facts } from "./facts.ts";
import { CALLER, makeFacts } from "./testing/make-facts.ts";
import type { UnverifiedCallers } from "./values.ts";

const stranger = (caller: Partial<Facts["caller"]>, account: Partial<Facts["account"]> = {}) =>
  makeFacts({ lead: null, caller, account });
const treat = (change: Partial<UnverifiedCallers>) => ({
  unverifiedCallers: { B: "ring", C: "ring", failed: "ring", none: "ring", ...change } as UnverifiedCallers,
});
const HELD =
  "The caller hung up at once or stayed silent 5 times within 60 minutes and is held off until 14:20.";

test.each<[string, Facts, Facts["account"]["unverifiedCallers"]["B"], string]>([
  [
    "a phone on the block list",
    stranger({ blockedBy: CALLER }),
    "reject",
    "The caller is on your block list: the caller hears a busy tone.",
  ],
  [
    "a pattern on the block list is named",
    stranger({ blockedBy: "+1312*" }),
    "reject",
    "The caller is on your block list (+1312*): the caller hears a busy tone.",
  ],
  [
    "a lead who is blocked is named before the list is",
    makeFacts({ lead: { blocked: true }, caller: { blockedBy: "+1312*" } }),
    "reject",
    "The lead Anna Berg is blocked: the caller hears a busy tone.",
  ],
  ["a caller who is held off", stranger({ heldOff: HELD }), "reject", HELD],
  [
    "a lead of nobody is held off too",
    makeFacts({ lead: { user: null }, caller: { heldOff: HELD } }),
    "reject",
    HELD,
  ],
  [
    "a lead of somebody's only where the account says so",
    makeFacts({ caller: { heldOff: HELD }, account: { holdOffLeads: true } }),
    "reject",
    HELD,
  ],
  [
    "a failed check, to voicemail",
    stranger({ attestation: "failed" }, treat({ failed: "voicemail" })),
    "voicemail",
    "The caller's number failed its check (STIR/SHAKEN): the caller is asked for a message at once.",
  ],
  [
    "attestation C, refused",
    stranger({ attestation: "C" }, treat({ C: "reject" })),
    "reject",
    "Nobody vouches for the caller's number (attestation C): the caller hears a busy tone.",
  ],
  [
    "no attestation, refused",
    stranger({ attestation: "none" }, treat({ none: "reject" })),
    "reject",
    "The caller's number came without attestation: the caller hears a busy tone.",
  ],
])("%s", (_who, facts, ending, text) => {
  const decision = decideCall(facts);
  expect(decision).toMatchObject({ ending, endingText: text, plan: [], rungs: [] });
  if (ending === "voicemail") expect(isMeantForVoicemail(decision)).toBe(true);
});

const STRICT = treat({ B: "reject", C: "reject", failed: "reject", none: "reject" });
test.each<[string, Facts]>([
  ["a lead of somebody's who often hangs up", makeFacts({ caller: { heldOff: HELD } })],
  ["attestation A, however strict", stranger({ attestation: "A" }, STRICT)],
  ["a carrier that never says, however strict", stranger({ attestation: null }, STRICT)],
  ["a withheld caller has a setting of their own", stranger({ phone: null, attestation: "none" }, STRICT)],
  ["absent is not failed", stranger({ attestation: "none" }, treat({ failed: "reject" }))],
  ["B is not C", stranger({ attestation: "B" }, treat({ C: "reject" }))],
])("the call goes its usual way: %s", (_who, facts) => {
  expect(decideCall(facts).plan.length).toBeGreaterThan(0);
});
