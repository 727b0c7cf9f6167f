import { type NoticeChoices, USUAL_CHOICES } from "./notice-choices.ts";
import { type NoticeEvent, PERSON_CHANNELS, type PersonChannel } from "./notice-events.ts";

/** A staff member as far as telling them goes. */
export type Colleague = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  role: string;
  active: boolean;
  /** Null: as usual. */
  choices: NoticeChoices | null;
  /** Whether they were there when it happened: neither away nor off, nor outside their own hours. */
  on: boolean;
};

/** Whose a call is: all of it by keys of staff members and the phones that were rung. */
export type Concern = {
  leadUser: string | null;
  numberUser: string | null;
  phonesRung: readonly string[];
};

export type Recipient = { colleague: Colleague; channels: PersonChannel[] };

/**
 * Who is told of an event, and how. A call concerns its lead's user, its number's user, and whoever was rung; one that
 * concerns nobody is the owners' and admins'. Alerts are theirs alone, and so is seeing calls of others.
 */
export function chooseRecipients(
  event: NoticeEvent,
  concern: Concern,
  staff: readonly Colleague[],
): Recipient[] {
  const active = staff.filter((one) => one.active);
  const concerned = new Set(active.filter((one) => isConcerned(one, concern)).map(({ id }) => id));
  return active.flatMap((colleague) => {
    const choices = colleague.choices ?? USUAL_CHOICES;
    if (choices.onlyWhenOn && !colleague.on) return [];
    const leads = colleague.role === "owner" || colleague.role === "admin";
    const theirs =
      event === "routingAlert"
        ? leads
        : concerned.has(colleague.id) || (leads && (choices.whose === "all" || concerned.size === 0));
    const channels = theirs ? PERSON_CHANNELS.filter((channel) => isReached(colleague, event, channel)) : [];
    return channels.length === 0 ? [] : [{ colleague, channels }];
  });
}

function isConcerned({ id, phone }: Colleague, { leadUser, numberUser, phonesRung }: Concern): boolean {
  return id === leadUser || id === numberUser || (phone !== null && phonesRung.includes(phone));
}

function isReached({ choices, phone }: Colleague, event: NoticeEvent, channel: PersonChannel): boolean {
  return (choices ?? USUAL_CHOICES)[event][channel] && (channel !== "text" || phone !== null);
}
