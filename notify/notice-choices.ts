import { NOTICE_EVENTS, type NoticeEvent, type PersonChannel } from "./notice-events.ts";

/** What one staff member is told of, and how. */
export type NoticeChoices = Record<NoticeEvent, Record<PersonChannel, boolean>> & {
  /** Their own calls (their leads', their numbers', and those that rang them), or all of the account's. */
  whose: "own" | "all";
  /** Nothing while they are away, off, or outside their own hours; a digest comes all the same. */
  onlyWhenOn: boolean;
  /** The time of day of the mail that sums up, such as 07:30, in the account's time zone; null: none. */
  digestAt: string | null;
};

/** As it is for whoever has chosen nothing. */
export const USUAL_CHOICES: NoticeChoices = {
  callAnswered: { mail: false, text: false },
  callMissed: { mail: true, text: false },
  voicemailLeft: { mail: true, text: false },
  textReceived: { mail: true, text: false },
  callbackEscalated: { mail: true, text: false },
  routingAlert: { mail: true, text: false },
  whose: "own",
  onlyWhenOn: false,
  digestAt: null,
};

/** The database keeps the fields of JSON in an order of its own: here they are in the schema's. What is new is as usual. */
export function orderChoices(stored: NoticeChoices): NoticeChoices {
  const events = Object.fromEntries(
    NOTICE_EVENTS.map((event) => {
      const { mail, text } = { ...USUAL_CHOICES[event], ...stored[event] };
      return [event, { mail, text }];
    }),
  ) as Pick<NoticeChoices, NoticeEvent>;
  const { whose, onlyWhenOn, digestAt } = stored;
  return { ...events, whose, onlyWhenOn, digestAt };
}
