import type { Destination, Facts, Person } from "../facts.ts";
import { DEFAULT_LADDER, type E164, type Seconds } from "../values.ts";

export const CALLED = "+13125550111" as E164;
export const CALLER = "+13125550123" as E164;

/** A phone that may be dialled, unless said otherwise. */
export function phone(number: string, change: Partial<Destination> = {}): Destination {
  return { phone: number as E164, dialing: "allowed", ours: false, ...change };
}

export function person(name: string, number: string | null, change: Partial<Person> = {}): Person {
  return {
    id: name,
    name,
    phone: number === null ? null : phone(number),
    active: true,
    absence: null,
    talking: false,
    idleSince: null,
    ringSeconds: null,
    screening: null,
    callerId: null,
    greeting: null,
    ...change,
  };
}

export const DANA = person("Dana", "+13125550101");
export const LEO = person("Leo", "+13125550104");

type Change = {
  account?: Partial<Facts["account"]>;
  number?: Partial<Facts["number"]>;
  lead?: Partial<NonNullable<Facts["lead"]>> | null;
  caller?: Partial<Facts["caller"]>;
  degraded?: boolean;
  outreach?: Facts["outreach"];
  outreachText?: string;
  groups?: Facts["groups"];
  menuKey?: string;
  closed?: string;
  absentOwners?: Facts["absentOwners"];
};

/** A lead of Dana's calls a line that has a forwarding number, in a firm that has a company phone. */
export function makeFacts(change: Change = {}): Facts {
  return {
    settingsVersion: 7,
    account: {
      name: "Acme Roofing",
      ladder: DEFAULT_LADDER,
      closedLadder: [],
      ringSeconds: null,
      ringBudgetSeconds: 60 as Seconds,
      ifNobodyAnswers: "next",
      screening: { staff: true, forwarding: true, company: false },
      callerId: "caller",
      rejectWithheld: false,
      unverifiedCallers: { B: "ring", C: "ring", failed: "ring", none: "ring" },
      holdOffLeads: false,
      skipBusy: true,
      lastContactDays: 30,
      companyPhone: phone("+13125550100"),
      onCallPhone: null,
      greeting: null,
      ...change.account,
    },
    number: {
      number: CALLED,
      label: "Leeds line",
      forwarding: phone("+13125550102"),
      user: null,
      ladder: null,
      closedLadder: null,
      ringSeconds: null,
      callerId: null,
      whisper: null,
      greeting: null,
      recordingNotice: null,
      menu: null,
      canShowCaller: true,
      ...change.number,
    },
    caller: { phone: CALLER, blockedBy: null, heldOff: null, attestation: "A", ...change.caller },
    lead:
      change.lead === null
        ? null
        : {
            id: "1",
            name: "Anna Berg",
            blocked: false,
            user: DANA,
            otherMatches: 0,
            lastContact: null,
            ...change.lead,
          },
    outreach: change.outreach ?? null,
    outreachText: change.outreachText ?? "",
    groups: change.groups ?? [],
    menuKey: change.menuKey ?? null,
    closed: change.closed ?? null,
    absentOwners: change.absentOwners ?? [],
    degraded: change.degraded ?? false,
  };
}
