import type { z } from "@hono/zod-openapi";
import { nextStepOf } from "../../carriers/text-errors.ts";
import { canSendAgain } from "../../messages/can-send-again.ts";
import type { Conversation } from "../../store/conversations/find-conversation.ts";
import type { ListedConversation } from "../../store/conversations/list-conversations.ts";
import type { ConversationItem, TextItem } from "../../store/conversations/list-items.ts";
import type { Sending } from "../write-text.ts";
import type { conversationSchema, itemSchema, listedConversationSchema } from "./conversation-schemas.ts";

const person = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });
const way = (direction: "inbound" | "outbound") => (direction === "inbound" ? "in" : "out");

export function idOf({ leadId, phone }: { leadId: string | null; phone: string }): string {
  return leadId === null ? `phone:${phone}` : `lead:${leadId}`;
}

export function presentListed(found: ListedConversation): z.output<typeof listedConversationSchema> {
  const {
    leadId,
    leadName,
    ownerId,
    ownerName,
    phone,
    number,
    label,
    unread,
    needsAnswer,
    found: text,
  } = found;
  return {
    id: idOf(found),
    lead: person(leadId, leadName),
    phone,
    number,
    line: label,
    owner: person(ownerId, ownerName),
    lastAt: found.lastAt.toISOString(),
    unread,
    needsAnswer,
    found:
      text === null
        ? null
        : { direction: text.direction, at: new Date(text.at).toISOString(), text: text.body },
    last: lastOf(found),
  };
}

function lastOf({ text, call }: ListedConversation): z.output<typeof listedConversationSchema>["last"] {
  if (text !== null && (call === null || Date.parse(text.at) >= Date.parse(call.at)))
    return { kind: "text", direction: text.direction, text: text.body, outcome: null, pictures: text.media };
  if (call === null) return null;
  return { kind: "call", direction: way(call.direction), text: "", outcome: call.outcome, pictures: 0 };
}

export function presentConversation(
  found: Conversation,
  sending: Sending,
): z.output<typeof conversationSchema> {
  const { leadId, leadName, ownerId, ownerName, phones, number, label, needsAnswer, optedOut, consent } =
    found;
  return {
    id: idOf({ leadId, phone: phones[0] ?? "" }),
    lead: person(leadId, leadName),
    phones,
    number,
    line: label,
    owner: person(ownerId, ownerName),
    needsAnswer,
    optedOut,
    consent:
      consent.source === null ? null : { source: consent.source, at: consent.at?.toISOString() ?? null },
    sending,
  };
}

export function presentItem(item: ConversationItem, staffId: string | null): z.output<typeof itemSchema> {
  const at = item.at.toISOString();
  if (item.kind === "text") return presentText(item, at);
  if (item.kind === "note") {
    const { id, body, author, authorId } = item;
    return { kind: "note", id, at, text: body, by: author, own: authorId !== null && authorId === staffId };
  }
  if (item.kind === "callback") {
    const { kind, id, by, why, note } = item;
    return { kind, id, at, by, why, note };
  }
  const { kind, id, direction, outcome, number, answeredBy, seconds, voicemail, note, disposition } = item;
  return {
    ...{ kind, id, at, direction: way(direction), outcome, number, answeredBy, seconds },
    ...{ voicemail, note, disposition },
  };
}

function presentText(item: TextItem, at: string): Extract<z.output<typeof itemSchema>, { kind: "text" }> {
  const { id, direction, textKind, body, state, segments, number, phone, by, error, errorCode, media } = item;
  const { againOf, sentAgainAs } = item;
  return {
    ...{ kind: "text" as const, id, at, direction, purpose: textKind, text: body, state, segments },
    ...{ number, phone, by, dueAt: item.dueAt.toISOString(), pictures: media },
    ...{
      againOf,
      sentAgainAs,
      canSendAgain: sentAgainAs === null && canSendAgain({ kind: textKind, state }),
    },
    trouble: error === null ? null : { code: errorCode, text: error, next: nextStepOf(errorCode) },
    price:
      item.price === null || item.priceUnit === null ? null : { amount: item.price, unit: item.priceUnit },
  };
}
