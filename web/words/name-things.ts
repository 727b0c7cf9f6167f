import type { Weekday } from "../../hours/weekly-hours.ts";
import { type GroupOrder, groupIdOf, type PlainRung, type Rung } from "../../routing/values.ts";
import type { Outcome, Voicemail } from "../api/types.ts";

/** The words of the glossary, as pages show them. */
export const RUNG_NAMES: Record<PlainRung, string> = {
  leadUser: "Lead's user",
  numberUser: "Number's user",
  forwarding: "Forwarding number",
  company: "Company phone",
  onCall: "On-call phone",
  lastContact: "Last contact",
};

/** The legs of a call from here. */
const OWN_LEGS = { staff: "Who called", lead: "Who was called" } as const;

/** A rung's name; a group's by its own name, where that is known. */
export function nameRung(
  rung: Rung | keyof typeof OWN_LEGS,
  groups: readonly { id: string; name: string }[] = [],
): string {
  if (rung === "staff" || rung === "lead") return OWN_LEGS[rung];
  const id = groupIdOf(rung);
  if (id === null) return RUNG_NAMES[rung as PlainRung];
  return groups.find((group) => group.id === id)?.name ?? `Group ${id}`;
}

export const RUNG_HINTS: Record<PlainRung, string> = {
  leadUser: "the staff member to whom the lead is assigned",
  numberUser: "the staff member to whom the number is assigned",
  forwarding: "the phone set on the number",
  company: "the account's own phone, the last human resort",
  onCall: "the phone of whoever is on call, set under Hours",
  lastContact: "the staff member who last talked or wrote to the lead",
};

export const GROUP_ORDER_NAMES: Record<GroupOrder, string> = {
  together: "All at once",
  inTurn: "In turn",
  longestIdle: "The longest idle first",
  fixed: "One after the other, in order",
};

export const OUTCOME_NAMES: Record<Outcome, string> = {
  answered: "Answered",
  voicemail: "Voicemail",
  missed: "Missed",
  abandoned: "Abandoned",
  rejected: "Rejected",
  failed: "Failed",
};

export const OUTCOME_COLOURS: Record<Outcome, string> = {
  answered: "green",
  voicemail: "blue",
  missed: "orange",
  abandoned: "gray",
  rejected: "grape",
  failed: "red",
};

export const VOICEMAIL_STATE_NAMES: Record<Voicemail["state"], string> = {
  new: "New",
  heard: "Heard",
  done: "Done",
};

export const VOICEMAIL_STATE_COLOURS: Record<Voicemail["state"], string> = {
  new: "blue",
  heard: "gray",
  done: "green",
};

export const PHASE_NAMES: Record<string, string> = {
  menu: "Choosing",
  ringing: "Ringing",
  screening: "Screening",
  connected: "Connected",
  voicemail: "Leaving a message",
  closing: "Ending",
  ended: "Ended",
};

export const LEG_RESULTS: Record<string, string> = {
  connected: "answered",
  noAnswer: "no answer",
  busy: "busy",
  declined: "declined",
  notAccepted: "picked up, not accepted",
  failed: "could not be put through",
  canceled: "stopped, the caller had hung up",
};

export const ROLE_NAMES = { owner: "Owner", admin: "Admin", member: "Member" } as const;

export const CALLER_ID_NAMES = { caller: "The caller's number", business: "The business number" } as const;

export const IF_NOBODY_ANSWERS_NAMES = {
  next: "Ring the next rung",
  voicemail: "Go to voicemail",
  hangup: "Hang up",
} as const;

export const TREATMENT_NAMES = {
  ring: "Ring as usual",
  voicemail: "Straight to voicemail",
  reject: "Busy tone",
} as const;

/** What carriers may say of a caller's number, but that it is the caller's own. */
export const UNVERIFIED_NAMES = {
  failed: { label: "The check failed", description: "The number may be somebody else's." },
  C: { label: "Attestation C", description: "Neither caller nor number is known." },
  B: { label: "Attestation B", description: "The caller is known, the number is not." },
  none: { label: "No attestation", description: "Nobody said anything, as with calls from abroad." },
} as const;

export const ATTESTATION_NAMES = {
  A: "Number vouched for (A)",
  B: "Number vouched for in part (B)",
  C: "Number not vouched for (C)",
  failed: "Number failed its check",
  none: "No attestation",
} as const;

export const WEEKDAY_NAMES: Record<Weekday, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** Names of fields in findings, the audit log and conflicts. */
export const FIELD_NAMES: Record<string, string> = {
  name: "Name",
  slug: "Short name",
  country: "Country",
  timezone: "Time zone",
  companyPhone: "Company phone",
  onCallPhone: "On-call phone",
  hours: "Hours",
  holidays: "Holidays",
  closedLadder: "Ladder while closed",
  groups: "Ring groups",
  skipBusy: "Pass over who is on a call",
  lastContactDays: "Last contact counts for",
  menu: "Menu",
  daysOff: "Days off",
  awayUntil: "Away until",
  ladder: "Ladder",
  ringSeconds: "Ring seconds",
  ringBudgetSeconds: "Total ring budget",
  ifNobodyAnswers: "If nobody answers",
  screening: "Screening",
  callerId: "Caller ID",
  rejectWithheld: "Reject withheld callers",
  deleteRecordingsAtCarrier: "Delete recordings at the carrier",
  defaultOutboundNumber: "Default outbound number",
  outbound: "Calls from the app",
  callsPerHour: "Calls an hour",
  callsPerDay: "Calls a day",
  maxMinutes: "Longest talk in minutes",
  textsPerDay: "Texts a day",
  help: "Answer to HELP",
  "help.answer": "Answer to HELP",
  "help.text": "Answer to HELP, words",
  templates: "Templates",
  consent: "Agreed to texts",
  "consent.source": "Agreed to texts",
  "consent.at": "Agreed to texts on",
  reason: "Reason",
  dispositions: "Dispositions",
  allowedCountries: "Allowed countries",
  blockedCallers: "Blocked callers",
  caller: "Caller",
  note: "Note",
  unverifiedCallers: "Callers nobody vouches for",
  "unverifiedCallers.B": "Attestation B",
  "unverifiedCallers.C": "Attestation C",
  "unverifiedCallers.failed": "Failed check",
  "unverifiedCallers.none": "No attestation",
  silentCallers: "Calls without a word",
  "silentCallers.holdOff": "Hold off silent callers",
  "silentCallers.calls": "Hold off after so many silent calls",
  "silentCallers.withinMinutes": "Silent calls within, in minutes",
  "silentCallers.forMinutes": "Held off for, in minutes",
  "silentCallers.leadsToo": "Hold off assigned leads too",
  email: "E-mail",
  phone: "Phone",
  role: "Role",
  active: "Active",
  number: "Number",
  label: "Label",
  carrier: "Carrier",
  forwardingNumber: "Forwarding number",
  user: "Number's user",
  whisper: "Whisper",
  recordCalls: "Record calls",
  recordingNotice: "Notice before recorded calls",
  greeting: "Greeting",
  textBack: "Text-back",
  "textBack.on": "Text-back",
  "textBack.text": "Text-back, text",
  "textBack.afterSeconds": "Text-back, seconds until it is sent",
  "textBack.windowHours": "Text-back, once per caller in hours",
  "textBack.quietHours.from": "Text-back, quiet from",
  "textBack.quietHours.to": "Text-back, quiet until",
  "textBack.outcomes": "Text-back, after calls that were",
  textsPerSecond: "Texts a second",
  callbacks: "Callbacks",
  "callbacks.ignoreShorterThanSeconds": "Callbacks, ignore callers who hang up within seconds",
  "callbacks.escalateAfterMinutes": "Callbacks, to the next person after minutes",
  callbackPlace: "Place in line for callbacks",
  phones: "Phones",
  assignedTo: "Assigned to",
  blocked: "Blocked",
  lastContactedAt: "Last contacted",
  "screening.staff": "Screening, staff members' phones",
  "screening.forwarding": "Screening, forwarding numbers",
  "screening.company": "Screening, company phone",
  url: "Address",
  events: "Events",
  description: "Description",
  secret: "Secret",
  "notify.callAnswered.mail": "Told of answered calls by mail",
  "notify.callAnswered.text": "Told of answered calls by text",
  "notify.callMissed.mail": "Told of missed calls by mail",
  "notify.callMissed.text": "Told of missed calls by text",
  "notify.voicemailLeft.mail": "Told of messages by mail",
  "notify.voicemailLeft.text": "Told of messages by text",
  "notify.textReceived.mail": "Told of incoming texts by mail",
  "notify.textReceived.text": "Told of incoming texts by text",
  "notify.callbackEscalated.mail": "Told of callbacks handed on by mail",
  "notify.callbackEscalated.text": "Told of callbacks handed on by text",
  "notify.routingAlert.mail": "Told of alerts by mail",
  "notify.routingAlert.text": "Told of alerts by text",
  "notify.whose": "Told of whose calls",
  "notify.onlyWhenOn": "Told only while working",
  "notify.digestAt": "Digest at",
  notify: "What they are told of",
  id: "Short name",
  kind: "Kind",
  accountSid: "Account SID",
  authToken: "Auth token",
  signingKey: "Signing key",
  publicKey: "Public key",
  apiBaseUrl: "API address",
  apiKeySid: "API key SID",
  apiKeySecret: "API key secret",
  applicationSid: "TwiML app SID",
};

export function nameField(field: string): string {
  const day = /^hours\.(\w+)$/.exec(field)?.[1];
  if (day !== undefined) return `Hours, ${WEEKDAY_NAMES[day as Weekday] ?? day}`;
  return FIELD_NAMES[field] ?? field;
}

/** A field's value as people read it. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "not set";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    if (value.length === 0) return "none";
    const isRung = (one: unknown) => Object.hasOwn(RUNG_NAMES, String(one)) || /^group:/.test(String(one));
    const join = value.every(isRung) ? " → " : ", ";
    return value.map((one) => (isRung(one) ? nameRung(one as Rung) : showValue(one))).join(join);
  }
  if (typeof value === "object") {
    // A list of things with names, such as groups, is told by them.
    if ("name" in value && "members" in value)
      return `${showValue(value.name)} (${showValue(value.members)})`;
    return Object.entries(value)
      .map(([key, one]) => `${key}: ${showValue(one)}`)
      .join(", ");
  }
  return String(value);
}
