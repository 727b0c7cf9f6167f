import type { ColumnType, Generated } from "kysely";
import type { Actor } from "../access/actor.ts";
import type { CallbackSettings } from "../callbacks/callback-settings.ts";
import type { CallState, Outcome, Phase } from "../calls/call-state.ts";
import type { Script } from "../calls/script.ts";
import type { CsvForm } from "../directory/csv/csv-form.ts";
import type { CsvHead, LeadColumns } from "../directory/csv/lead-columns.ts";
import type { SilentCallers } from "../directory/hold-off.ts";
import type { MenuSettings } from "../directory/ladder-fields.ts";
import type { DaysOff, Holiday, WeeklyHours } from "../hours/weekly-hours.ts";
import type { HelpSettings } from "../messages/help-settings.ts";
import type { NumberTextBack, TextBackSettings } from "../messages/text-back-settings.ts";
import type { NoticeChoices } from "../notify/notice-choices.ts";
import type { OutboundSettings } from "../outbound/outbound-settings.ts";
import type { Decision } from "../routing/decision.ts";
import type {
  Attestation,
  CallerIdChoice,
  GroupOrder,
  IfNobodyAnswers,
  Rung,
  UnverifiedCallers,
} from "../routing/values.ts";
import type {
  CarrierCopy,
  FetchState,
  TranscriptState,
  VoicemailState,
} from "../voicemail/voicemail-states.ts";
import type { AuditEntryTable, AuditLeadTable, WebhookChangeTable } from "./audit-tables.ts";
import type { CampaignTables } from "./campaign-tables.ts";
import type { ByDefault, Id, Json, JsonByDefault, Key, Time, UnsetJson } from "./column-types.ts";
import type {
  ConversationReadTable,
  ConversationTable,
  NoteTable,
  RegistrationTable,
  TextMediaTable,
  TextTemplateTable,
} from "./conversation-tables.ts";
import type {
  CallbackEventTable,
  CallbackTable,
  OptOutTable,
  TextBackTable,
  TextMessageTable,
} from "./missed-call-tables.ts";
import type { NoticeTable, NoticeTryTable, WebhookTable } from "./notice-tables.ts";
import type { CallNoteTable } from "./outbound-tables.ts";
import type {
  AuthAccountTable,
  AuthUserTable,
  StaffInvitationTable,
  StaffPersonTable,
} from "./people-tables.ts";

/** Where a file of leads is on its way. */
export type ImportState = "uploading" | "ready" | "running" | "done" | "failed";

/** The tables as code sees them. */
export type AccountTable = {
  id: Id;
  slug: string;
  name: string;
  country: string;
  timezone: string;
  company_phone: string | null;
  ladder: Rung[];
  ring_seconds: number | null;
  ring_budget_seconds: number;
  if_nobody_answers: IfNobodyAnswers;
  screening_staff: boolean;
  screening_forwarding: boolean;
  screening_company: boolean;
  caller_id: CallerIdChoice;
  reject_withheld: boolean;
  default_outbound_number: string | null;
  on_call_phone: ByDefault<string | null>;
  hours: UnsetJson<WeeklyHours>;
  holidays: JsonByDefault<Holiday[]>;
  closed_ladder: ByDefault<Rung[]>;
  allowed_countries: string[];
  unverified_callers: JsonByDefault<UnverifiedCallers>;
  silent_callers: JsonByDefault<SilentCallers>;
  greeting: string | null;
  delete_recordings_at_carrier: Generated<boolean>;
  text_back: UnsetJson<TextBackSettings>;
  callbacks: UnsetJson<CallbackSettings>;
  outbound: UnsetJson<OutboundSettings>;
  help: UnsetJson<HelpSettings>;
  dispositions: ByDefault<string[] | null>;
  skip_busy: ByDefault<boolean>;
  last_contact_days: ByDefault<number>;
  settings_version: ColumnType<string, never, string>;
  created_at: Time;
  changed_at: Time;
};

export type CarrierTable = {
  account_id: Key;
  id: string;
  kind: string;
  account_sid: string;
  auth_token: string;
  credentials: Json<Record<string, string>>;
  api_base_url: string | null;
  texts_per_second: ByDefault<number | null>;
  changed_at: Time;
};

export type StaffTable = {
  account_id: Key;
  id: Id;
  email: string;
  name: string;
  phone: string | null;
  role: string;
  active: boolean;
  ring_seconds: number | null;
  screening: boolean | null;
  caller_id: CallerIdChoice | null;
  hours: UnsetJson<WeeklyHours>;
  days_off: JsonByDefault<DaysOff[]>;
  away_until: ByDefault<Date | null>;
  greeting: string | null;
  notify: UnsetJson<NoticeChoices>;
  /** The date of the last digest, as text. */
  digest_day: ByDefault<string | null>;
  callback_place: ByDefault<number | null>;
  changed_at: Time;
};

export type NumberTable = {
  account_id: Key;
  id: Id;
  number: string;
  label: string | null;
  carrier_id: string;
  forwarding_number: string | null;
  user_id: string | null;
  ladder: Rung[] | null;
  ring_seconds: number | null;
  caller_id: CallerIdChoice | null;
  whisper: string | null;
  hours: UnsetJson<WeeklyHours>;
  closed_ladder: ByDefault<Rung[] | null>;
  menu: UnsetJson<MenuSettings>;
  menu_rungs: ByDefault<string[] | null>;
  greeting: string | null;
  text_back: UnsetJson<NumberTextBack>;
  texts_per_second: ByDefault<number | null>;
  record_calls: ByDefault<boolean>;
  recording_notice: ByDefault<string>;
  changed_at: Time;
};

export type RingGroupTable = {
  account_id: Key;
  id: string;
  position: number;
  name: string;
  ring_order: GroupOrder;
  ring_seconds: number | null;
  members: string[];
  turn: Generated<string>;
};

/** A phone's last talk. */
export type PhoneUseTable = {
  account_id: Key;
  phone: string;
  call_id: string;
  since: Date;
  until: Date | null;
};

export type LeadTable = {
  account_id: Key;
  id: Id;
  name: string;
  user_id: string | null;
  blocked: boolean;
  last_contacted_at: Date | null;
  /** When somebody of the staff last talked to them, and who that was. */
  talked_at: ByDefault<Date | null>;
  talked_user_id: ByDefault<string | null>;
  consent_source: ByDefault<string | null>;
  consent_at: ByDefault<Date | null>;
  changed_at: Time;
  /** The name in small letters, and each phone on a line: what is searched. */
  search: Generated<string>;
};

export type LeadPhoneTable = { account_id: Key; phone: string; lead_id: string; position: number };

export type CallTable = {
  account_id: Key;
  id: string;
  carrier_id: string | null;
  carrier_call_id: string | null;
  direction: "inbound" | "outbound";
  caller: string | null;
  caller_as_given: string;
  called: string;
  lead_id: string | null;
  lead_name: string | null;
  /** The carrier's own fields, as they came: the first of the call's events. */
  arrival: Json<Record<string, string>>;
  decision: Json<Decision | null>;
  script: Json<Script>;
  phase: Phase;
  outcome: Outcome | null;
  state: Json<CallState>;
  version: number;
  started_at: Date;
  answered_at: Date | null;
  ended_at: Date | null;
  last_event_at: Date;
  swept_at: Date | null;
  attestation: Attestation | null;
};

export type CallEventTable = {
  account_id: Key;
  call_id: string;
  version: number;
  at: Date;
  kind: string;
  data: Json<unknown>;
};

export type AlertTable = {
  account_id: Key;
  id: Id;
  call_id: string | null;
  at: Date;
  code: string;
  text: string;
  /** Whether its notices are made. */
  told: Generated<boolean>;
};

/** An entry of an account's block list: a phone, or the beginning of phones with a star. */
export type BlockedCallerTable = {
  account_id: Key;
  caller: string;
  note: string | null;
  added_at: Time;
  /** Who added it by hand; null: it came with a file. */
  added_by: string | null;
  changed_at: Time;
};

/** A recording on its way here; its key is its call's. */
export type CallRecordingTable = {
  account_id: Key;
  call_id: string;
  seconds: number;
  /** When what is recorded was over. */
  left_at: Date;
  recording_url: string | null;
  fetch_state: Generated<FetchState>;
  tries: Generated<number>;
  /** When something is to be done for it; null: nothing is. */
  next_try_at: ColumnType<Date | null, never, Date | null>;
  error: string | null;
  bytes: string | null;
  content_type: string | null;
  /** Where the recording is kept (voicemail/open-recordings.ts). */
  place: string | null;
  fetched_at: Date | null;
  carrier_copy: Generated<CarrierCopy>;
  transcript_state: Generated<TranscriptState>;
  transcript: string | null;
};

/** A message that a caller left. */
export type VoicemailTable = CallRecordingTable & {
  state: Generated<VoicemailState>;
  /** Whether its notices are made. */
  told: Generated<boolean>;
  changed_at: Time;
};

/** A call that has ended and for which something is still to be done. */
export type CallFollowUpTable = {
  account_id: Key;
  call_id: string;
  outcome: Outcome;
  ended_at: Date;
  /** Null: it was given up. */
  next_try_at: Date | null;
  tries: Generated<number>;
  error: string | null;
};

export type ApiKeyTable = {
  account_id: Key;
  id: Id;
  hash: Buffer;
  hint: string;
  role: string;
  label: string | null;
  created_at: Generated<Date>;
};

/** A file of leads that is imported. */
export type LeadImportTable = {
  account_id: Key;
  id: Id;
  file_name: string;
  actor: Json<Actor>;
  state: ImportState;
  form: UnsetJson<CsvForm>;
  head: UnsetJson<CsvHead>;
  mapping: UnsetJson<LeadColumns>;
  if_there: "update" | "skip" | null;
  rows: Generated<number>;
  done: Generated<number>;
  created: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  refused: Generated<number>;
  error: string | null;
  created_at: Time;
  touched_at: Time;
};
type OfImport = { account_id: Key; import_id: Key };

export type Schema = CampaignTables & {
  installation: { only: Generated<boolean>; secret: Buffer };
  account: AccountTable;
  carrier: CarrierTable;
  staff: StaffTable;
  number: NumberTable;
  ring_group: RingGroupTable;
  phone_use: PhoneUseTable;
  lead: LeadTable;
  lead_phone: LeadPhoneTable;
  call: CallTable;
  call_event: CallEventTable;
  call_note: CallNoteTable;
  alert: AlertTable;
  voicemail: VoicemailTable;
  call_recording: CallRecordingTable;
  blocked_caller: BlockedCallerTable;
  silent_call: { account_id: Key; phone: string; at: Date; call_id: string };
  call_follow_up: CallFollowUpTable;
  talk: { account_id: Key; phone: string; at: Date; call_id: string; who: string };
  text_message: TextMessageTable;
  text_to_tell: { account_id: Key; message_id: string };
  text_pace: { account_id: Key; number: string; next_at: Date };
  carrier_pace: { account_id: Key; carrier_id: string; next_at: Date };
  opt_out: OptOutTable;
  text_back: TextBackTable;
  conversation: ConversationTable;
  conversation_read: ConversationReadTable;
  conversation_call: { account_id: Key; phone: string; at: Date; call_id: string };
  note: NoteTable;
  text_template: TextTemplateTable;
  text_media: TextMediaTable;
  number_registration: RegistrationTable;
  callback: CallbackTable;
  callback_call: { account_id: Key; call_id: string; callback_id: string };
  callback_event: CallbackEventTable;
  greeting: { account_id: Key; id: string; file_name: string; bytes: string | number; created_at: Time };
  webhook: WebhookTable;
  notice: NoticeTable;
  notice_try: NoticeTryTable;
  api_key: ApiKeyTable;
  audit_entry: AuditEntryTable;
  audit_lead: AuditLeadTable;
  auth_user: AuthUserTable;
  auth_account: AuthAccountTable;
  staff_person: StaffPersonTable;
  staff_invitation: StaffInvitationTable;
  webhook_change: WebhookChangeTable;
  first_run_token: { hash: Buffer; made_at: Generated<Date> };
  lead_import: LeadImportTable;
  lead_import_part: OfImport & { position: number; bytes: Buffer };
  lead_import_refused: OfImport & { row: number; cells: Json<string[]>; reason: string };
  lead_import_lead: OfImport & { lead_id: Key };
};
