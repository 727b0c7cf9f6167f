import type { Task } from "graphile-worker";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { ImportElsewhere } from "../store/imports/import-batch.ts";
import { failImport } from "../store/imports/keep-imports.ts";
import { runImport } from "../store/imports/run-import.ts";
import type { Database } from "../store/open-database.ts";
import type { Schema } from "../store/schema.ts";

const payloadSchema = z.object({ accountId: z.string(), importId: z.string() });
type Payload = z.output<typeof payloadSchema>;

/** Tries until an import is given up: the database may be away for a while. */
const TRIES = 8;
/** An import that nobody has touched for so long is in nobody's hands. */
const LEFT_LYING = "60 seconds";

/** The job that imports a file of leads. */
export function importLeads(database: Database): Task {
  return async (payload, { job, abortSignal }) => {
    const { accountId, importId } = payloadSchema.parse(payload);
    try {
      await runImport(database, accountId, importId, { signal: abortSignal });
    } catch (error) {
      if (error instanceof ImportElsewhere) return;
      if (job.attempts >= job.max_attempts && !abortSignal.aborted)
        await failImport(
          database.query,
          accountId,
          importId,
          "something broke on our side; it is in the log",
        );
      throw error;
    }
  };
}

/** Has an import run by whichever process is free, in the transaction that starts it. */
export async function addImportJob(db: Kysely<Schema>, { accountId, importId }: Payload): Promise<void> {
  const key = `import-${accountId}-${importId}`;
  await sql`SELECT graphile_worker.add_job('importLeads', ${JSON.stringify({ accountId, importId })}::json,
    max_attempts => ${TRIES}, job_key => ${key})`.execute(db);
}

/** Takes up imports whose process was killed: their jobs would stay locked for hours. */
export async function rescueImports({ query }: Database): Promise<void> {
  const { rows } = await sql<Payload>`SELECT account_id::text AS "accountId", id::text AS "importId"
    FROM lead_import WHERE state = 'running' AND touched_at < now() - ${LEFT_LYING}::interval`.execute(query);
  for (const left of rows) await addImportJob(query, left);
}
