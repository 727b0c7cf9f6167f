import type { Generated } from "kysely";
import type { Actor } from "../access/actor.ts";
import type { WebhookChange } from "../carriers/plan-webhooks.ts";
import type { AuditAction, AuditAlso, AuditSection } from "../directory/audit-entry.ts";
import type { Id, Json, Key, Time } from "./column-types.ts";

/** What was changed, by whom. */
export type AuditEntryTable = {
  account_id: Key;
  id: Id;
  at: Time;
  actor_kind: Actor["kind"];
  actor_id: string;
  actor_name: string;
  section: AuditSection;
  item_id: string | null;
  item_name: string;
  action: AuditAction;
  before: Json<Record<string, unknown> | null>;
  after: Json<Record<string, unknown> | null>;
  also: Json<AuditAlso | null>;
  version: string | null;
  undoes: string | null;
  undone_by: string | null;
};

/** Each lead that an entry touched, with whose it was. */
export type AuditLeadTable = { account_id: Key; entry_id: Key; lead_id: Key; user_id: string | null };

/** What was changed of numbers at a carrier, with the old values. */
export type WebhookChangeTable = {
  account_id: Key;
  id: Id;
  carrier_id: string;
  at: Generated<Date>;
  actor_name: string;
  numbers: Json<WebhookChange[]>;
  undone_at: Date | null;
};
