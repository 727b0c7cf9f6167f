import { DEFAULT_SILENT_CALLERS, type SilentCallers } from "../../directory/hold-off.ts";
import { WEEKDAYS, type WeeklyHours } from "../../hours/weekly-hours.ts";
import type { IfNobodyAnswers, Rung, UnverifiedCallers } from "../../routing/values.ts";
import { type Connection, openDatabase } from "../../store/open-database.ts";
import { writeBlockedCallers } from "../../store/unwanted/keep-blocked.ts";

/** What differs from story to story; everything else is as most businesses have it. */
export type Business = {
  companyPhone?: string | null;
  forwardingNumber?: string | null;
  ladder?: Rung[];
  ringBudgetSeconds?: number;
  ifNobodyAnswers?: IfNobodyAnswers;
  callerId?: "caller" | "business";
  rejectWithheld?: boolean;
  screening?: { staff?: boolean; forwarding?: boolean; company?: boolean };
  /** Dana: the salesperson of the lead Anna Berg. */
  dana?: { phone?: string | null; active?: boolean; ringSeconds?: number; hours?: Partial<WeeklyHours> };
  /** Of the business; a day that is missing is closed. */
  hours?: Partial<WeeklyHours>;
  closedLadder?: Rung[];
  onCallPhone?: string;
  /** Whether Anna is assigned to Dana. */
  assigned?: boolean;
  blocked?: boolean;
  /** Whether talks are recorded; as text: after this notice. */
  recordCalls?: boolean | string;
  /** Entries of the block list. */
  blockedCallers?: string[];
  unverifiedCallers?: Partial<UnverifiedCallers>;
  silentCallers?: Partial<SilentCallers>;
  leadName?: string;
};

const RING: UnverifiedCallers = { B: "ring", C: "ring", failed: "ring", none: "ring" };

type Credentials = {
  kind: string;
  accountSid: string;
  authToken: string;
  signingKey?: string | undefined;
  publicKey: string;
};

function hoursText(hours: Partial<WeeklyHours> | undefined): string | null {
  if (hours === undefined) return null;
  return JSON.stringify(Object.fromEntries(WEEKDAYS.map((day) => [day, hours[day] ?? []])));
}

/** Fills a database with one business: Dana, her lead Anna, one line, and the phones behind it. */
export async function seedBusiness(
  database: { connection: Connection },
  business: Business,
  carrier: Credentials,
): Promise<void> {
  const db = openDatabase(database.connection, { max: 1 });
  const account = await db.query
    .insertInto("account")
    .values({
      slug: "acme",
      name: "Acme Roofing",
      country: "US",
      timezone: "America/Chicago",
      company_phone: business.companyPhone === undefined ? "+13125550100" : business.companyPhone,
      ladder: business.ladder ?? ["leadUser", "numberUser", "forwarding", "company"],
      ring_seconds: null,
      ring_budget_seconds: business.ringBudgetSeconds ?? 60,
      if_nobody_answers: business.ifNobodyAnswers ?? "next",
      screening_staff: business.screening?.staff ?? true,
      screening_forwarding: business.screening?.forwarding ?? true,
      screening_company: business.screening?.company ?? false,
      caller_id: business.callerId ?? "caller",
      reject_withheld: business.rejectWithheld ?? false,
      default_outbound_number: null,
      allowed_countries: ["US"],
      unverified_callers: JSON.stringify({ ...RING, ...business.unverifiedCallers }),
      silent_callers: JSON.stringify({ ...DEFAULT_SILENT_CALLERS, ...business.silentCallers }),
      hours: hoursText(business.hours),
      closed_ladder: business.closedLadder ?? [],
      on_call_phone: business.onCallPhone ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const own = { account_id: account.id };
  await writeBlockedCallers(db.query, account.id, business.blockedCallers ?? []);
  const { signingKey, publicKey } = carrier;
  await db.query
    .insertInto("carrier")
    .values({
      ...own,
      id: "main",
      kind: carrier.kind,
      account_sid: carrier.accountSid,
      auth_token: carrier.authToken,
      credentials: JSON.stringify({ signingKey: signingKey ?? carrier.authToken, publicKey }),
      // A sweep of a node under test must never ask a real carrier: nobody listens there.
      api_base_url: "http://127.0.0.1:9",
    })
    .execute();
  const dana = await db.query
    .insertInto("staff")
    .values({
      ...own,
      email: "dana@acme.test",
      name: "Dana",
      phone: business.dana?.phone === undefined ? "+13125550101" : business.dana.phone,
      role: "member",
      active: business.dana?.active ?? true,
      ring_seconds: business.dana?.ringSeconds ?? 15,
      screening: null,
      caller_id: null,
      hours: hoursText(business.dana?.hours),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.query
    .insertInto("number")
    .values({
      ...own,
      number: "+13125550111",
      label: "Leeds line",
      carrier_id: "main",
      forwarding_number: business.forwardingNumber === undefined ? "+13125550102" : business.forwardingNumber,
      user_id: null,
      ladder: null,
      ring_seconds: null,
      caller_id: null,
      whisper: null,
      record_calls: business.recordCalls !== undefined && business.recordCalls !== false,
      ...(typeof business.recordCalls === "string" ? { recording_notice: business.recordCalls } : {}),
    })
    .execute();
  const lead = await db.query
    .insertInto("lead")
    .values({
      ...own,
      name: business.leadName ?? "Anna Berg",
      user_id: business.assigned === false ? null : dana.id,
      blocked: business.blocked ?? false,
      last_contacted_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.query
    .insertInto("lead_phone")
    .values({ ...own, phone: "+13125550123", lead_id: lead.id, position: 0 })
    .execute();
  await db.close();
}
