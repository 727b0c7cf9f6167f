import type { Kysely } from "kysely";
import type { CountryCode } from "../directory/normalise-phone.ts";
import { normalisePhone } from "../directory/normalise-phone.ts";
import { judgePersonText, type PersonTextVerdict, type TextWarning } from "../messages/judge-person-text.ts";
import { chooseSender } from "../outbound/choose-sender.ts";
import type { Conversation } from "../store/conversations/find-conversation.ts";
import { findPlannedText } from "../store/messages/find-text.ts";
import { attachUploaded } from "../store/messages/keep-media.ts";
import { planText } from "../store/messages/plan-text.ts";
import { readPersonTextFacts } from "../store/messages/read-person-text-facts.ts";
import type { Database } from "../store/open-database.ts";
import { findSenderNumber, readSenderFacts } from "../store/outbound/read-order-facts.ts";
import type { Schema } from "../store/schema.ts";

type Db = Kysely<Schema>;

/** Somebody's text to whom a conversation is with. */
export type WrittenText = {
  accountId: string;
  country: CountryCode;
  conversation: Conversation;
  staffId: string | null;
  body: string;
  /** Uploaded pictures, by their ids. */
  media: readonly string[];
  /** One of the conversation's phones; left out: the one that something last happened with. */
  to?: string | undefined;
  /** A business number; left out: by the sender rule. */
  from?: string | undefined;
  /** Warnings that the writer has seen and means it all the same. */
  despite: readonly TextWarning[];
  /** The same key is the same text. */
  key: string;
  now: number;
};

export type Written =
  | { ok: true; id: string }
  | {
      ok: false;
      code: "invalid" | "conflict";
      field: "to" | "from" | "media" | "despite" | null;
      text: string;
    };

/** What a text would be sent from and to, and what stands against it. */
export type Sending = PersonTextVerdict & { from: string | null; to: string };

/** Judges whom and from which number a text would go now, before anybody writes it. */
export async function judgeSending(
  db: Db,
  of: Pick<WrittenText, "accountId" | "conversation" | "staffId" | "now"> & { to?: string; from?: string },
): Promise<Sending> {
  const { accountId, conversation, staffId, now } = of;
  const to = of.to ?? conversation.phones[0] ?? "";
  const sender = await chooseNumber(db, accountId, staffId, conversation, of.from);
  const from = sender.ok ? sender.number : null;
  const facts = await readPersonTextFacts(db, { accountId, staffId, phone: to, number: from, now });
  const { refusal, warnings } = judgePersonText(facts);
  return { from, to, refusal: refusal ?? (sender.ok ? null : sender.text), warnings };
}

/** Has a text sent that somebody wrote; once for each key, whatever asks again. */
export async function writeText({ query }: Pick<Database, "query">, text: WrittenText): Promise<Written> {
  const { accountId, conversation, staffId, now } = text;
  const key = `person ${staffId ?? "key"} ${text.key}`;
  // Asked again: the first answer, whatever would be judged by now.
  const before = await findPlannedText(query, { accountId, key });
  if (before !== null) return { ok: true, id: before.id };
  const to = readTo(text);
  if (to === null)
    return refuse("invalid", "to", `expected one of the phones ${conversation.phones.join(", ")}`);
  if (text.from !== undefined && (await findSenderNumber(query, accountId, text.from)) === null)
    return refuse("invalid", "from", "expected a number of this account");
  const chosen = await chooseWay(query, text, to, text.from);
  if (!chosen.ok) return chosen;
  const { from } = chosen;
  return query
    .transaction()
    .execute(async (db): Promise<Written> => {
      const planned = {
        accountId,
        kind: "person" as const,
        number: from,
        phone: to,
        body: text.body,
        now,
        key,
      };
      const id = await planText(db, { ...planned, leadId: conversation.leadId, staffId });
      // Asked twice at once: the other one has planned it.
      if (id === null) return { ok: true, id: (await findPlannedText(db, { accountId, key }))?.id ?? "" };
      if (await attachUploaded(db, { accountId, messageId: id, ids: text.media })) return { ok: true, id };
      throw new MediaGone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof MediaGone)) throw error;
      return refuse("invalid", "media", "expected the ids of uploaded pictures that are in no text yet");
    });
}

/** From which number a text may go to a phone now, or why it may not: what stands against it, and is not meant all the same. */
export async function chooseWay(
  db: Db,
  text: Pick<WrittenText, "accountId" | "conversation" | "staffId" | "now" | "despite">,
  to: string,
  asked: string | undefined,
): Promise<{ ok: true; from: string } | Extract<Written, { ok: false }>> {
  const { accountId, conversation, staffId, now, despite } = text;
  const of = { accountId, conversation, staffId, now, to };
  const sending = await judgeSending(db, { ...of, ...(asked === undefined ? {} : { from: asked }) });
  if (sending.refusal !== null) return refuse("conflict", null, sending.refusal);
  const landline = sending.warnings.find(({ code }) => code === "landline" && !despite.includes(code));
  if (landline !== undefined)
    return refuse(
      "conflict",
      "despite",
      `${landline.text} Name landline in despite to send it all the same.`,
    );
  if (sending.from === null) return refuse("conflict", "from", "there is no number to text from");
  return { ok: true, from: sending.from };
}

/** Undoes what was planned: a text does not go without its pictures. */
class MediaGone extends Error {}

function readTo({ to, conversation, country }: WrittenText): string | null {
  if (to === undefined) return conversation.phones[0] ?? null;
  const phone = normalisePhone(to, country);
  return phone !== null && conversation.phones.includes(phone) ? phone : null;
}

async function chooseNumber(
  db: Db,
  accountId: string,
  staffId: string | null,
  { leadId, number }: Conversation,
  from: string | undefined,
) {
  if (from !== undefined) return { ok: true as const, number: from };
  // With an unknown phone the number first used is the one that is being used.
  const facts = await readSenderFacts(db, { accountId, staffId: staffId ?? "0", leadId });
  const used = leadId === null && number !== null ? await findSenderNumber(db, accountId, number) : null;
  return chooseSender({
    ...facts,
    firstUsed: used === null ? facts.firstUsed : (number as typeof facts.firstUsed),
  });
}

export function refuse(
  code: "invalid" | "conflict",
  field: Extract<Written, { ok: false }>["field"],
  text: string,
): Extract<Written, { ok: false }> {
  return { ok: false, code, field, text };
}
