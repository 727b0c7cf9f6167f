import { randomBytes } from "node:crypto";
import { escalateCallbacks } from "../../jobs/escalate-callbacks.ts";
import { followUpCalls } from "../../jobs/follow-up-calls.ts";
import type { NoticeWork } from "../../jobs/notice-work.ts";
import { sendNotices } from "../../jobs/send-notices.ts";
import { sendTexts } from "../../jobs/send-texts.ts";
import { tellOfTheRest } from "../../jobs/tell-people.ts";
import { USUAL_CHOICES } from "../../notify/notice-choices.ts";
import { NOTICE_EVENTS, type NoticeChannel, type NoticeEvent } from "../../notify/notice-events.ts";
import { openMail } from "../../notify/open-mail.ts";
import type { CarrierOptions } from "../../simulator/index.ts";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";
import { openRecordings } from "../../voicemail/open-recordings.ts";
import type { Business } from "./seed-business.ts";
import { PUBLIC_URL, startHouse } from "./start-house.ts";

const FROM = "Ringright <calls@example.com>";

/** A house whose people and programs are told, on the house's clock. */
export async function tellHouse(
  options: { smtpUrl?: string; business?: Business; carrier?: Partial<CarrierOptions> } = {},
) {
  const house = await startHouse(options.business, options.carrier);
  const { database } = house.node;
  const { query } = database;
  const account = await query.selectFrom("account").selectAll().executeTakeFirstOrThrow();
  // Dana is there; Olga owns the business.
  const olga = { email: "olga@acme.test", name: "Olga", phone: null, role: "owner", active: true };
  await query
    .insertInto("staff")
    .values({
      account_id: account.id,
      ...olga,
      ring_seconds: null,
      screening: null,
      caller_id: null,
      hours: null,
    })
    .execute();
  const broke: unknown[] = [];
  const log = { debug: () => {}, info: () => {}, error: (details: object) => void broke.push(details) };
  const stop = new AbortController().signal;
  const work: NoticeWork = {
    mail:
      options.smtpUrl === undefined
        ? null
        : { send: openMail({ smtpUrl: options.smtpUrl, from: FROM }), from: FROM },
    recordings: openRecordings({ dataFolder: await makeScratchFolder(), bucket: null }),
    appUrl: PUBLIC_URL,
    allowPrivate: true,
  };
  const { now } = house.clock;
  const send = (channel: NoticeChannel) => sendNotices(channel, { database, now, work, stop, log });
  return {
    house,
    work,
    broke,
    account,
    log,
    /** Makes the notices of all that has happened. */
    async tell(): Promise<void> {
      await followUpCalls(database, { now, log, stop });
      await tellOfTheRest(database, { now, stop });
    },
    /** Sends what is due; gives when the next is, in seconds from now. */
    async send(channel: NoticeChannel): Promise<number | null> {
      const next = await send(channel);
      return next === null ? null : Math.round((next - now()) / 1000);
    },
    /** Sends the texts that are due, and has the carrier tell what became of them. */
    async text(): Promise<void> {
      const asked: typeof fetch = (input, init) => house.carrier.restHandler(new Request(input, init));
      await sendTexts(database, { send: asked, publicUrl: PUBLIC_URL }, { now, log, stop });
      await house.carrier.idle();
    },
    /** The texts that a phone got. */
    texts: (phone: string) => house.carrier.messages.filter(({ to }) => to === phone).map(({ body }) => body),
    /** Hands on callbacks that nobody took care of in time. */
    escalate: () => escalateCallbacks(database, { now, stop }),
    later: (seconds: number) => house.clock.sleep(seconds * 1000),
    notices: () =>
      query
        .selectFrom("notice")
        .select([
          "id",
          "event",
          "channel",
          "recipient",
          "state",
          "tries",
          "error",
          "subject",
          "staff_id as staffId",
        ])
        .orderBy("id")
        .execute(),
    tries: () => query.selectFrom("notice_try").selectAll().orderBy("notice_id").orderBy("number").execute(),
    async addWebhook(url: string, events: readonly NoticeEvent[] = NOTICE_EVENTS) {
      const secret = `whsec_${randomBytes(32).toString("base64")}`;
      const { id } = await query
        .insertInto("webhook")
        .values({
          account_id: account.id,
          url,
          events: [...events],
          description: null,
          active: true,
          secret,
          previous_secret: null,
          previous_secret_until: null,
          failing_since: null,
          stopped_at: null,
          stopped_why: null,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      const state = () =>
        query
          .selectFrom("webhook")
          .select(["failing_since as failingSince", "stopped_at as stoppedAt", "stopped_why as stoppedWhy"])
          .where("id", "=", id as never)
          .executeTakeFirstOrThrow();
      return { id, secret, state };
    },
    async choose(email: string, choices: object): Promise<void> {
      await query
        .updateTable("staff")
        .set({ notify: JSON.stringify({ ...USUAL_CHOICES, ...choices }) })
        .where("email", "=", email)
        .execute();
    },
  };
}
