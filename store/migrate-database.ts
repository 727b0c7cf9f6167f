import { randomBytes } from "node:crypto";
import { type Migration, Migrator } from "kysely/migration";
import * as foundation from "./migrations/001-foundation.ts";
import * as signIn from "./migrations/002-sign-in.ts";
import * as auditLog from "./migrations/003-audit-log.ts";
import * as leadSearch from "./migrations/004-lead-search.ts";
import * as leadImport from "./migrations/005-lead-import.ts";
import * as leanCalls from "./migrations/006-lean-calls.ts";
import * as webhookChanges from "./migrations/007-webhook-changes.ts";
import * as openingHours from "./migrations/008-opening-hours.ts";
import * as voicemail from "./migrations/009-voicemail.ts";
import * as ringGroups from "./migrations/010-ring-groups.ts";
import * as unwantedCallers from "./migrations/011-unwanted-callers.ts";
import * as missedCalls from "./migrations/012-missed-calls.ts";
import * as notices from "./migrations/013-notices.ts";
import * as outboundCalls from "./migrations/014-outbound-calls.ts";
import * as conversations from "./migrations/015-conversations.ts";
import * as campaigns from "./migrations/016-campaigns.ts";
import * as toldTexts from "./migrations/017-told-texts.ts";
import * as campaignPhonesAndPaces from "./migrations/018-campaign-phones-and-paces.ts";
import * as askedAfterTexts from "./migrations/019-asked-after-texts.ts";
import * as callsCountedLightly from "./migrations/020-calls-counted-lightly.ts";
import type { Database } from "./open-database.ts";

/** Every migration, by name, in order. A migration that has been published is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  "001-foundation": foundation,
  "002-sign-in": signIn,
  "003-audit-log": auditLog,
  "004-lead-search": leadSearch,
  "005-lead-import": leadImport,
  "006-lean-calls": leanCalls,
  "007-webhook-changes": webhookChanges,
  "008-opening-hours": openingHours,
  "009-voicemail": voicemail,
  "010-ring-groups": ringGroups,
  "011-unwanted-callers": unwantedCallers,
  "012-missed-calls": missedCalls,
  "013-notices": notices,
  "014-outbound-calls": outboundCalls,
  "015-conversations": conversations,
  "016-campaigns": campaigns,
  "017-told-texts": toldTexts,
  "018-campaign-phones-and-paces": campaignPhonesAndPaces,
  "019-asked-after-texts": askedAfterTexts,
  "020-calls-counted-lightly": callsCountedLightly,
};

/**
 * Brings a database to the newest schema; does nothing where it is there. Several nodes may call it
 * at once: the Migrator takes an advisory lock. Throws what the first failing migration threw.
 */
export async function migrateToLatest(database: Pick<Database, "pool" | "query">): Promise<void> {
  const { query: db } = database;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  await db
    .insertInto("installation")
    .values({ secret: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await provideJobs(database);
}

/**
 * The tables of background jobs, where there are none: whoever asks for a job right after the first start must find them.
 * Those of an older version are brought up to date by the process that works on jobs.
 */
async function provideJobs({ pool }: Pick<Database, "pool">): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(
    "SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS there",
  );
  if (rows[0]?.there) return;
  // Most starts don't need it, and the command line is quicker without.
  const { Logger, runMigrations } = await import("graphile-worker");
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
}
