import type { Place, ToldCall } from "./told-call.ts";
import { clockOf, foot, paragraphs, whoCalled } from "./write-notice.ts";

type Line = Pick<ToldCall, "from" | "lead"> & { line: string; at: string };

/** What a digest sums up; lists hold the newest, counts all. */
export type DigestContent = {
  since: string;
  missed: { count: number; newest: Line[] };
  /** Messages that nobody has dealt with, of whatever age. */
  messages: { count: number; newest: Line[] };
  /** Those who wrote last and have no answer. Digests of before had none. */
  texts?: { count: number; newest: Line[] };
  /** Callers whom somebody should call back: theirs, or nobody's. */
  callbacks: { count: number; newest: Line[] };
  alerts: { count: number; newest: { at: string; text: string }[] };
};

const NONE = { count: 0, newest: [] };

/** Whether there is anything to say. */
export function isQuiet({ missed, messages, texts = NONE, callbacks, alerts }: DigestContent): boolean {
  return missed.count + messages.count + texts.count + callbacks.count + alerts.count === 0;
}

/** The mail that sums up. */
export function writeDigest(digest: DigestContent, place: Place): { subject: string; text: string } {
  const { dateTime } = clockOf(place);
  const { missed, messages, texts = NONE, callbacks, alerts } = digest;
  const here = `${place.appUrl}/a/${place.slug}`;
  const counted = [
    count(missed.count, "missed call"),
    count(messages.count, "open message"),
    count(texts.count, "unanswered text"),
    count(callbacks.count, "open callback"),
    count(alerts.count, "alert"),
  ].filter((part) => part !== null);
  const callLine = (one: Line) => `  ${dateTime(one.at)}  ${whoCalled(one)}, ${one.line}`;
  const section = (
    title: string,
    all: { count: number; newest: unknown[] },
    lines: string[],
    link: string,
  ) =>
    all.count === 0
      ? []
      : [
          "",
          title,
          ...lines,
          ...(all.count > lines.length ? [`  and ${all.count - lines.length} more`] : []),
          link,
        ];
  return {
    subject: `${place.account}: ${counted.join(", ")}`,
    text: paragraphs(
      `Since ${dateTime(digest.since)} at ${place.account}:`,
      ...section("Missed calls", missed, missed.newest.map(callLine), `${here}/calls`),
      ...section(
        "Messages that nobody has dealt with",
        messages,
        messages.newest.map(callLine),
        `${here}/voicemail`,
      ),
      ...section(
        "Texts that nobody has answered",
        texts,
        texts.newest.map(callLine),
        `${here}/conversations?show=needsAnswer`,
      ),
      ...section("To be called back", callbacks, callbacks.newest.map(callLine), `${here}/callbacks`),
      ...section(
        "Alerts",
        alerts,
        alerts.newest.map(({ at, text }) => `  ${dateTime(at)}  ${text}`),
        `${here}/check`,
      ),
      ...foot(place),
    ),
  };
}

function count(many: number, what: string): string | null {
  return many === 0 ? null : `${many} ${what}${many === 1 ? "" : "s"}`;
}
