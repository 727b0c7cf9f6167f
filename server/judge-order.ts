import type { Kysely } from "kysely";
import { BROWSER, type Script } from "../calls/script.ts";
import { judgeDialing } from "../directory/normalise-phone.ts";
import { chooseSender } from "../outbound/choose-sender.ts";
import { composeOutboundScript } from "../outbound/compose-outbound-script.ts";
import { judgeDestination } from "../outbound/judge-destination.ts";
import { judgeLimits } from "../outbound/judge-limits.ts";
import type { AccountId, CallId, E164 } from "../routing/values.ts";
import {
  type CalledLead,
  findCalledLeads,
  findSenderNumber,
  isBusinessNumber,
  type OrderFacts,
  readOrderFacts,
  readSenderFacts,
} from "../store/outbound/read-order-facts.ts";
import type { Schema } from "../store/schema.ts";

/** A call that a staff member, or somebody for them, wants made. */
export type CallOrder = {
  accountId: string;
  /** Who makes it: their own phone rings first. */
  staffId: string;
  /** One of these, or both: then the phone must be the lead's. */
  leadId?: string | undefined;
  to?: string | undefined;
  /** The business number that is shown; left out: by the sender rule. */
  from?: string | undefined;
  /** Their browser is their side of it, and no phone of theirs rings. */
  via?: typeof BROWSER | undefined;
  /** The same key is the same call. */
  key: string;
  campaignId?: string | undefined;
  /** Whose leads alone may be called: a member's own. */
  onlyStaff?: string | undefined;
};

/** Why nobody is called: which field is wrong, or that it can't be now or not by this person. */
export type OrderRefusal = {
  code: "invalid" | "forbidden" | "conflict";
  field: "staff" | "lead" | "to" | "from" | "via" | null;
  text: string;
};

export type JudgedOrder =
  | { ok: true; script: Script; carrierId: string; lead: { id: string; name: string } | null }
  | ({ ok: false } & OrderRefusal);

type Db = Kysely<Schema>;
class Refused extends Error {
  readonly refusal: OrderRefusal;
  constructor(refusal: OrderRefusal) {
    super(refusal.text);
    this.refusal = refusal;
  }
}

/** Reads what an order is judged by, judges it, and writes the script of its call. */
export async function judgeOrder(
  db: Db,
  order: CallOrder,
  { callId, now }: { callId: CallId; now: number },
): Promise<JudgedOrder> {
  try {
    const { accountId, staffId } = order;
    const facts = await readOrderFacts(db, { accountId, staffId, now });
    const staff = judgeStaff(facts, order.via);
    const { to, lead } = await chooseCalled(db, order, staff);
    if (to === staff.phone)
      refuse("to", "this is the phone of whoever makes the call: there is nobody to talk to");
    if (await isBusinessNumber(db, to))
      refuse("to", "this is a number of a business here, not somebody's phone");
    const limit = judgeLimits(staff.settings, staff.made);
    if (limit !== null) throw new Refused({ code: "conflict", field: null, text: limit });
    const sender = await chooseNumber(db, order, staff, lead);
    const script = composeOutboundScript({
      callId,
      accountId: accountId as AccountId,
      staff,
      lead,
      to,
      sender: sender.number,
      at: now,
      maxMinutes: staff.settings.maxMinutes,
      recordingNotice: sender.recordingNotice,
      campaignId: order.campaignId ?? null,
    });
    const called = lead === null ? null : { id: lead.id, name: lead.name };
    return { ok: true, script, carrierId: sender.carrierId, lead: called };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, ...error.refusal };
    throw error;
  }
}

type Caller = Omit<OrderFacts, "staff"> & { id: string; name: string; phone: E164 | null };

function judgeStaff(facts: OrderFacts | null, via: CallOrder["via"]): Caller {
  if (facts === null) return refuse("staff", "there is no such staff member in this account");
  const { staff, ...rest } = facts;
  const { id, name, phone, active } = staff;
  if (!active) return refuse("staff", `${name} is not active`);
  if (via === BROWSER) return { ...rest, id, name, phone: null };
  if (phone === null)
    return refuse("staff", `${name} has no phone, which would ring first: set it under Settings > My Staff`);
  if (judgeDialing(phone, rest.allowedCountries) !== "allowed")
    return refuse("staff", `${name}'s phone ${phone} may not be called from this account`);
  return { ...rest, id, name, phone };
}

async function chooseCalled(
  db: Db,
  order: CallOrder,
  staff: Caller,
): Promise<{ to: E164; lead: CalledLead | null }> {
  const { accountId, leadId, onlyStaff } = order;
  const own = (lead: CalledLead) => onlyStaff === undefined || lead.userId === onlyStaff;
  const dialled = order.to === undefined ? null : judgeDestination(order.to, staff);
  if (dialled !== null && !dialled.ok) return refuse("to", dialled.text);
  if (leadId === undefined) {
    if (dialled === null) return refuse("to", "expected a lead, or a phone to call");
    const leads = await findCalledLeads(db, accountId, { phone: dialled.phone });
    const lead = leads.find(own) ?? null;
    if (lead === null && leads.length > 0)
      throw new Refused({
        code: "forbidden",
        field: null,
        text: "this phone is another staff member's lead",
      });
    return { to: dialled.phone, lead };
  }
  const [lead] = await findCalledLeads(db, accountId, { id: leadId });
  if (lead === undefined || !own(lead)) return refuse("lead", "there is no such lead");
  if (dialled !== null) {
    if (!lead.phones.includes(dialled.phone)) return refuse("to", `this is no phone of ${lead.name}`);
    return { to: dialled.phone, lead };
  }
  const first = judgeDestination(lead.phones[0] ?? "", staff);
  return first.ok ? { to: first.phone, lead } : refuse("lead", first.text);
}

async function chooseNumber(db: Db, order: CallOrder, staff: Caller, lead: CalledLead | null) {
  const { accountId, from } = order;
  const chosen =
    from === undefined
      ? chooseSender(await readSenderFacts(db, { accountId, staffId: staff.id, leadId: lead?.id ?? null }))
      : { ok: true as const, number: from as E164 };
  if (!chosen.ok) return refuse("from", chosen.text);
  const number = await findSenderNumber(db, accountId, chosen.number);
  if (number === null) return refuse("from", "expected a number of this account");
  return { ...number, number: chosen.number };
}

function refuse(field: NonNullable<OrderRefusal["field"]>, text: string): never {
  throw new Refused({ code: "invalid", field, text });
}
