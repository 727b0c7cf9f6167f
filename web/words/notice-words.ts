import type { NoticeChannel, NoticeEvent, NoticeState } from "../../notify/notice-events.ts";

/** The words of what people and programs are told. */
export const EVENT_NAMES: Record<NoticeEvent, string> = {
  callAnswered: "Answered calls",
  callMissed: "Missed calls",
  voicemailLeft: "Voicemail",
  textReceived: "Incoming texts",
  callbackEscalated: "Callbacks handed on",
  routingAlert: "Alerts",
};

export const EVENT_HINTS: Record<NoticeEvent, string> = {
  callAnswered: "Somebody was connected",
  callMissed: "Nobody answered, the caller gave up, or the call failed",
  voicemailLeft: "A caller left a message, and its recording is here",
  textReceived: "Somebody wrote: once in ten minutes for each of them, and not what was read meanwhile",
  callbackEscalated: "Nobody had called back in time: it is yours now",
  routingAlert: "Callers who reached nobody, and what else needs an owner",
};

export const CHANNEL_NAMES: Record<NoticeChannel, string> = {
  mail: "Mail",
  text: "Text",
  webhook: "Webhook",
};

export const NOTICE_STATE_NAMES: Record<NoticeState, string> = {
  waiting: "Waiting",
  sent: "Delivered",
  givenUp: "Not delivered",
};

export const NOTICE_STATE_COLOURS: Record<NoticeState, string> = {
  waiting: "orange",
  sent: "green",
  givenUp: "red",
};
