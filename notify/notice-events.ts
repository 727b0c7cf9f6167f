/** What people and programs are told of, by the names that settings, API and webhooks use. */
export const NOTICE_EVENTS = [
  "callAnswered",
  "callMissed",
  "voicemailLeft",
  "textReceived",
  "callbackEscalated",
  "routingAlert",
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** How people are told. */
export const PERSON_CHANNELS = ["mail", "text"] as const;
export type PersonChannel = (typeof PERSON_CHANNELS)[number];

export const NOTICE_CHANNELS = [...PERSON_CHANNELS, "webhook"] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** `givenUp`: tried in vain, or refused for good; it is sent again only where somebody asks. */
export const NOTICE_STATES = ["waiting", "sent", "givenUp"] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** What a webhook gets where somebody tries it out. */
export const TEST_EVENT = "test";
/** The mail that sums up. */
export const DIGEST_EVENT = "digest";
