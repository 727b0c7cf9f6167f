import type { StoryLine } from "../calls/tell-story.ts";
import type { TextState } from "./text-states.ts";

/** A text about a call, as its story has to know it. */
export type ToldTextBack = {
  body: string;
  phone: string;
  state: TextState;
  error: string | null;
  createdAt: Date;
  dueAt: Date;
  sentAt: Date | null;
  changedAt: Date;
};

/** What became of a text, in sentences. */
export function tellText(text: ToldTextBack): StoryLine[] {
  const { body, phone, state, error, createdAt, dueAt, sentAt, changedAt } = text;
  const line = (at: Date, words: string) => ({ at: at.toISOString(), text: words });
  const said = `“${body}”`;
  const reason = error === null ? "" : `: ${error}`;
  switch (state) {
    case "queued":
    case "sending": {
      const trouble = error === null ? "" : ` Not sent yet: ${error}.`;
      return [line(dueAt, `A text to ${phone} is to be sent: ${said}${trouble}`)];
    }
    // Our own reasons are sentences.
    case "canceled":
      return [line(changedAt, error ?? "The text was not sent.")];
    case "failed":
      return [line(changedAt, `A text to ${phone} could not be sent${reason}.`)];
    case "undelivered":
      return [
        line(sentAt ?? changedAt, `Sent a text to ${phone}: ${said}`),
        line(changedAt, `The text did not arrive${reason}.`),
      ];
    case "delivered":
      return [
        line(sentAt ?? changedAt, `Sent a text to ${phone}: ${said}`),
        line(changedAt, "The text arrived."),
      ];
    case "sent":
      return [line(sentAt ?? changedAt, `Sent a text to ${phone}: ${said}`)];
    case "received":
      return [line(createdAt, `${phone} sent a text: ${said}`)];
  }
}
