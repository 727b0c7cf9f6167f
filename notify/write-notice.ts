import type { Happening, Place, ToldCall, ToldCallback, UnseenText } from "./told-call.ts";

/** What a person reads: a mail, and the same in the length of a text message. */
export type WrittenNotice = { subject: string; text: string; short: string };

/** Puts an event into words, with times on the account's clock and links into the app. */
export function writeNotice(happening: Happening, place: Place): WrittenNotice {
  switch (happening.event) {
    case "callAnswered":
    case "callMissed":
      return ofCall(happening.call, headOf(happening.call), place, []);
    case "voicemailLeft":
      return ofMessage(happening, place);
    case "textReceived":
      return ofText(happening, place);
    case "callbackEscalated":
      return ofCallback(happening.callback, place);
    case "routingAlert":
      return ofAlert(happening.alert, place);
  }
}

function headOf(call: ToldCall): string {
  const who = whoCalled(call);
  switch (call.outcome) {
    case "answered":
      return `${call.answeredBy?.name ?? "Somebody"} answered ${who}`;
    case "abandoned":
      return `Missed call: ${who} hung up before anyone answered`;
    case "failed":
      return `Missed call: the call of ${who} failed`;
    default:
      return `Missed call: ${who}`;
  }
}

function ofCall(call: ToldCall, head: string, place: Place, more: readonly string[]): WrittenNotice {
  const { time, dateTime } = clockOf(place);
  const story = call.story.map(({ at, text }) => `${time(at)}  ${text}`);
  const back = call.from === null ? [] : ["", `Call back: ${call.from}`];
  return {
    subject: oneLine(`${head}, ${lineOf(call)}`),
    text: paragraphs(
      `${head}, on ${lineOf(call)}, ${dateTime(call.startedAt)}.`,
      ...more,
      "",
      ...story,
      ...back,
      "",
      `${place.appUrl}/a/${place.slug}/calls/${call.id}`,
      ...foot(place),
    ),
    short: oneLine(`${head}, ${lineOf(call)}, ${time(call.startedAt)}`),
  };
}

function ofMessage(
  { call, voicemail }: Extract<Happening, { event: "voicemailLeft" }>,
  place: Place,
): WrittenNotice {
  const { seconds, transcript, recording } = voicemail;
  const head = `${whoCalled(call)} left a message of ${seconds} s`;
  const said = transcript === null || transcript.trim() === "" ? [] : ["", `“${transcript.trim()}”`];
  const sound =
    recording.state === "fetched"
      ? []
      : recording.state === "failed"
        ? ["", `The recording could not be fetched: ${recording.error ?? "the carrier does not give it"}.`]
        : ["", "The recording is still at the carrier; it will be in the app."];
  const written = ofCall(call, head, place, [...said, ...sound]);
  const spoken = said.length === 0 ? "" : `: ${said[1]}`;
  return { ...written, short: oneLine(`${written.short}${spoken}`) };
}

/** All that is unseen by then; of the text that it began with where that is not known. */
function ofText(
  { text, unseen }: Extract<Happening, { event: "textReceived" }>,
  place: Place,
): WrittenNotice {
  const { time, dateTime } = clockOf(place);
  const all: UnseenText[] = unseen ?? [{ at: text.receivedAt, text: text.text, media: text.media }];
  const newest = all.at(-1);
  const head = `${whoCalled(text)} wrote`;
  const many = all.length === 1 ? "" : ` (${all.length} unread)`;
  const at = newest === undefined ? "" : `, ${time(newest.at)}: ${saidIn(newest)}`;
  return {
    subject: oneLine(`${head}, ${lineOf(text)}`),
    text: paragraphs(
      `${head} on ${lineOf(text)}${many}:`,
      "",
      ...all.map((one) => `${dateTime(one.at)}  ${saidIn(one)}`),
      "",
      `Answer: ${place.appUrl}/a/${place.slug}/conversations?id=${encodeURIComponent(text.conversation)}`,
      ...foot(place),
    ),
    short: oneLine(`${head}${many}, ${lineOf(text)}${at}`),
  };
}

function saidIn({ text, media }: UnseenText): string {
  const files = media === 0 ? [] : [media === 1 ? "with a picture" : `with ${media} pictures`];
  return [...(text.trim() === "" ? [] : [`“${text.trim()}”`]), ...files].join(", ");
}

function ofCallback(callback: ToldCallback, place: Place): WrittenNotice {
  const { lead, phone, number, numberLabel, calls, openedAt, text } = callback;
  const { dateTime } = clockOf(place);
  const head = `Call back ${whoCalled({ from: phone, lead })}`;
  const line = numberLabel ?? number;
  const called = calls === 1 ? "called once" : `called ${calls} times`;
  return {
    subject: oneLine(`${head}, ${line}`),
    text: paragraphs(
      `${head}, who ${called} on ${line}, and waits since ${dateTime(openedAt)}.`,
      "",
      text,
      "",
      `${place.appUrl}/a/${place.slug}/callbacks`,
      ...foot(place),
    ),
    short: oneLine(`${head}, ${line}, waits since ${dateTime(openedAt)}`),
  };
}

function ofAlert(alert: Extract<Happening, { event: "routingAlert" }>["alert"], place: Place): WrittenNotice {
  const { dateTime } = clockOf(place);
  const link = alert.callId === null ? "check" : `calls/${alert.callId}`;
  return {
    subject: oneLine(`${place.account}: ${alert.text}`),
    text: paragraphs(
      alert.text,
      "",
      dateTime(alert.at),
      `${place.appUrl}/a/${place.slug}/${link}`,
      "",
      "Of alerts of one kind you get one mail an hour; all of them are in the app.",
      ...foot(place),
    ),
    short: oneLine(`${place.account}: ${alert.text}`),
  };
}

/** “Anna Berg (+1…)”, a phone, or nobody that is known. */
export function whoCalled({ from, lead }: { from: string | null; lead: { name: string } | null }): string {
  if (from === null) return lead?.name ?? "a withheld caller";
  return lead === null ? from : `${lead.name} (${from})`;
}

function lineOf({ numberLabel, to }: Pick<ToldCall, "numberLabel" | "to">): string {
  return numberLabel ?? to;
}

type Clock = { time: (at: string) => string; dateTime: (at: string) => string };

/** Made once for each zone: it takes longer than all that is written with it, and memory that V8 does not see. */
const clocks = new Map<string, Clock>();

/** Times as people of the account read them. */
export function clockOf({ timezone }: Pick<Place, "timezone">): Clock {
  const clock = clocks.get(timezone) ?? makeClock(timezone);
  clocks.set(timezone, clock);
  return clock;
}

function makeClock(timeZone: string): Clock {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" });
  const dateTime = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return {
    time: (at) => time.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
  };
}

/** The last lines of every mail. */
export function foot({ account, appUrl }: Place): string[] {
  return ["", `You get this as a staff member of ${account}. What you are told: ${appUrl}/profile`];
}

export function paragraphs(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
