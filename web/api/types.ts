import type { z } from "zod";
import type { Role } from "../../access/roles.ts";
import type {
  alertSchema,
  callWithStorySchema,
  decisionSchema,
  notedCallSchema,
  placedCallSchema,
  SCHEMAS,
  talkSchema,
  voicemailSchema,
} from "../../server/api/api-schemas.ts";
import type {
  callbackCountSchema,
  callbackSchema,
  callbackWithHistorySchema,
  optOutSchema,
} from "../../server/api/callback-schemas.ts";
import type {
  campaignResultsSchema,
  campaignSchema,
  inHandSchema,
  recipientSchema,
} from "../../server/api/campaign-schemas.ts";
import type {
  conversationSchema,
  itemSchema,
  listedConversationSchema,
} from "../../server/api/conversation-schemas.ts";
import type { noticeSchema, noticeWithLogSchema } from "../../server/api/notice-routes.ts";
import type { myNoticesSchema } from "../../server/api/own-notice-routes.ts";
import type { templateSchema } from "../../server/api/template-routes.ts";
import type { registrationSchema, textReportSchema } from "../../server/api/text-state-routes.ts";
import type { blockedPreviewSchema, blockedSchema, heldOffSchema } from "../../server/api/unwanted-routes.ts";
import type { PracticeBoard } from "../../server/practice/practice-routes.ts";

type Answer<Section extends keyof typeof SCHEMAS> = z.output<(typeof SCHEMAS)[Section]["answer"]>;
/** Opaque; sent back with a change, so that nobody overwrites what they have not seen. */
type Versioned = { version?: string };

export type Account = Answer<"account"> & Versioned;
export type Staff = Answer<"staff"> & Versioned;
export type BusinessNumber = Answer<"numbers"> & Versioned;
export type Lead = Answer<"leads"> & Versioned & { changedAt?: string; assignedToId?: string | null };
export type Carrier = Answer<"carriers"> & Versioned;
export type Webhook = Answer<"webhooks"> & Versioned;
export type Notice = z.output<typeof noticeSchema>;
export type NoticeWithLog = z.output<typeof noticeWithLogSchema>;
export type MyNotices = z.output<typeof myNoticesSchema>;
export type Decision = z.output<typeof decisionSchema>;
export type Call = z.output<typeof notedCallSchema>;
export type BrowserPass = NonNullable<z.output<typeof placedCallSchema>["browser"]>;
export type CallWithStory = z.output<typeof callWithStorySchema>;
export type Voicemail = z.output<typeof voicemailSchema>;
export type Callback = z.output<typeof callbackSchema>;
export type CallbackWithHistory = z.output<typeof callbackWithHistorySchema>;
export type CallbackCount = z.output<typeof callbackCountSchema>;
export type Campaign = z.output<typeof campaignSchema>;
export type CampaignResults = z.output<typeof campaignResultsSchema>;
export type CampaignRecipient = z.output<typeof recipientSchema>;
export type InHand = z.output<typeof inHandSchema>;
export type ListedConversation = z.output<typeof listedConversationSchema>;
export type Conversation = z.output<typeof conversationSchema>;
export type ConversationItem = z.output<typeof itemSchema>;
export type TextItem = Extract<ConversationItem, { kind: "text" }>;
export type Template = z.output<typeof templateSchema>;
export type TextReport = z.output<typeof textReportSchema>;
export type Registration = z.output<typeof registrationSchema>;
export type OptOut = z.output<typeof optOutSchema>;
export type Talk = z.output<typeof talkSchema>;
export type BlockedCaller = z.output<typeof blockedSchema>;
export type BlockedPreview = z.output<typeof blockedPreviewSchema>;
export type HeldOff = z.output<typeof heldOffSchema>;
export type UploadedGreeting = { id: string; fileName: string; bytes: number; greeting: string };
export type Alert = z.output<typeof alertSchema>;
export type Outcome = NonNullable<Call["outcome"]>;
export type { Rung } from "../../routing/values.ts";

export type Page<T> = { items: T[]; nextCursor: string | null };

export type MyAccount = {
  slug: string;
  name: string;
  role: Role;
  staffId: string | null;
  timezone: string;
  country: string;
};
export type Me = {
  person: { id: string; name: string; email: string; twoFactor: boolean } | null;
  accounts: MyAccount[];
  needsFirstRun: boolean;
  /** Whether this installation can send mail. */
  mail: boolean;
};

/** A call in progress, as the live board has it. */
export type LiveCall = Omit<Call, "disposition" | "note"> & {
  ringing: {
    rung: Call["legs"][number]["rung"];
    destination: string;
    name: string;
    since: string;
    seconds: number;
  } | null;
};

export type Finding = {
  code: string;
  severity: "error" | "warning";
  text: string;
  cause: string;
  link: { section: string; id: string | null; field: string | null };
};

export type PreviewChange = {
  text: string;
  leads?: number;
  number?: string;
  before: { destination: string | null; who: string } | null;
  after: { destination: string | null; who: string } | null;
};
export type Preview = { changes: PreviewChange[]; unchanged: boolean; findings: Finding[] };
export type Section = "account" | "staff" | "numbers" | "leads" | "carriers" | "webhooks";
export type PreviewQuestion = {
  section: Section;
  id: string | null;
  fields: Record<string, unknown>;
  remove?: true;
  takeOver?: { staffId: string | null };
};

export type AuditEntry = {
  id: string;
  at: string;
  actor: { kind: "key" | "person" | "commandLine"; name: string };
  section: string;
  itemId: string;
  itemName: string;
  action: "created" | "changed" | "removed" | "applied";
  fields: { field: string; before: unknown; after: unknown }[];
  undoable: boolean;
  undoneBy: string | null;
};

export type ApiKey = {
  id: string;
  label: string | null;
  hint: string;
  role: Role;
  createdAt: string;
};

export type LeadImport = {
  id: string;
  rows: number;
  columns: string[];
  /** Whether the first line names the columns; else they are named here. */
  hasHeading: boolean;
  preview: string[][];
  suggested: {
    name: string | null;
    phones: string[];
    assignedTo: string | null;
    blocked: string | null;
    consentSource?: string | null;
    consentAt?: string | null;
  };
};
export type ImportProgress = {
  fileName: string;
  state: "uploading" | "ready" | "running" | "done" | "failed";
  rows: number;
  done: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  error: string | null;
};

type Counts = Record<Outcome, number>;
export type Reports = {
  totals: Counts & { calls: number };
  byDay: ({ day: string } & Counts)[];
  /** Seven weekdays from Monday, 24 hours each. */
  byHour: number[][];
  byNumber: ({ number: string; label: string | null; calls: number } & Counts)[];
  byStaff: { name: string; rang: number; answered: number; secondsToAnswer: number | null }[];
  timeToAnswer: {
    median: number | null;
    p90: number | null;
    histogram: { upTo: number | null; calls: number }[];
  };
  notCalledBack: { lead: { id: string; name: string }; phone: string; lastCallAt: string; calls: number }[];
};

export type Practice = PracticeBoard;
export type PracticePhone = PracticeBoard["phones"][number];

/** What a number does at its carrier. */
export type NumberSetup = {
  voiceUrl: string;
  voiceMethod: string;
  statusCallback: string;
  statusCallbackMethod: string;
  application: string;
  trunk: string;
};
export type InspectedNumber = {
  number: string;
  before: NumberSetup;
  after: NumberSetup;
  /** What takes its calls whatever its webhook says; empty where nothing does. */
  overriddenBy: string;
  points: "here" | "elsewhere" | "nowhere";
  inAccount: boolean;
};
export type Inspection = {
  ok: boolean;
  message: string | null;
  numbers: InspectedNumber[];
  lastChange: { at: string; by: string; numbers: string[] } | null;
};
export type WebhookResults = { results: { number: string; ok: boolean; message: string | null }[] };
