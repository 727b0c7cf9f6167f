import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

/**
 * A backup is one gzip file of lines: a header, then for each table a heading and its rows in
 * PostgreSQL's text COPY format, closed by `\.`. It moves an installation between any two
 * PostgreSQL servers from 15 on: the embedded one has no pg_dump, and its folder fits one version.
 */
const FORMAT = "ringright-backup-1";
const END_OF_ROWS = "\\.";

/** Every table but those that are left out, a table after those that it refers to. */
export const TABLES = [
  "installation",
  "account",
  "carrier",
  "staff",
  "ring_group",
  "number",
  "blocked_caller",
  "lead",
  "lead_phone",
  "call",
  "call_event",
  "call_note",
  "phone_use",
  "silent_call",
  "voicemail",
  "call_recording",
  "call_follow_up",
  "talk",
  "text_message",
  "text_pace",
  "carrier_pace",
  "text_media",
  "text_to_tell",
  "opt_out",
  "conversation",
  "conversation_read",
  "conversation_call",
  "note",
  "text_template",
  "number_registration",
  "text_back",
  "campaign",
  "campaign_recipient",
  "outreach",
  "callback",
  "callback_call",
  "callback_event",
  "greeting",
  "alert",
  "webhook",
  "notice",
  "notice_try",
  "api_key",
  "webhook_change",
  "audit_entry",
  "audit_lead",
  "auth_user",
  "auth_account",
  "auth_two_factor",
  "staff_person",
  "staff_invitation",
  "lead_import",
  "lead_import_part",
  "lead_import_refused",
  "lead_import_lead",
] as const;
/** What is only of the moment: sessions, reset and first-run links, counted requests. After a restore people sign in again. */
export const LEFT_OUT = [
  "auth_session",
  "auth_verification",
  "auth_rate_limit",
  "first_run_token",
  "kysely_migration",
  "kysely_migration_lock",
] as const;
const WITH_OWN_IDS = [
  "account",
  "staff",
  "number",
  "lead",
  "text_message",
  "campaign",
  "campaign_recipient",
  "note",
  "callback",
  "callback_event",
  "alert",
  "webhook",
  "notice",
  "api_key",
  "audit_entry",
  "webhook_change",
  "lead_import",
] as const;

/** A backup can't be taken, or can't be restored here. */
export class BackupError extends Error {
  override name = "BackupError";
}

type Header = { format: string; schema: string };

/** Writes all of the database, as it is at one moment, to a new file. The file is there whole or not at all. */
export async function backUpDatabase(pool: pg.Pool, file: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const header: Header = { format: FORMAT, schema: await readSchema(client) };
    const parts = writeParts(client, header);
    await pipeline(
      Readable.from(parts),
      createGzip(),
      createWriteStream(`${file}.new`, { mode: 0o600, flush: true }),
    );
    await client.query("COMMIT");
    await rename(`${file}.new`, file);
  } finally {
    client.release(true);
  }
}

async function* writeParts(client: pg.PoolClient, header: Header): AsyncGenerator<Buffer | string> {
  yield `${JSON.stringify(header)}\n`;
  for (const table of TABLES) {
    const columns = await readColumns(client, table);
    yield `${JSON.stringify({ table, columns })}\n`;
    const rows = client.query(copyTo(`COPY ${table} (${columns.map(quote).join(", ")}) TO STDOUT`));
    for await (const chunk of rows as AsyncIterable<Buffer>) yield chunk;
    yield `${END_OF_ROWS}\n`;
  }
}

/**
 * Puts a backup into a migrated database without accounts: all of it or nothing. Throws BackupError
 * for a file that is none, is cut short, or is of another schema, and for a database that is in use.
 */
export async function restoreDatabase(pool: pg.Pool, file: string): Promise<void> {
  const client = await pool.connect();
  const next = readLines(file);
  try {
    await client.query("BEGIN");
    const { rows } = await client.query("SELECT 1 FROM account LIMIT 1");
    if (rows.length > 0)
      throw new BackupError("the database holds accounts: a backup is restored into an empty one");
    const header = readJson<Header>(await nextLine(next));
    if (header?.format !== FORMAT) throw new BackupError("this file is not a backup of Ringright");
    const schema = await readSchema(client);
    if (header.schema !== schema) {
      throw new BackupError(
        `the backup is of schema ${header.schema}, this is ${schema}: restore it with that version`,
      );
    }
    await client.query("DELETE FROM installation");
    for (const table of TABLES) await restoreTable(client, table, next);
    for (const table of WITH_OWN_IDS) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${table}), false)`,
      );
    }
    await client.query("COMMIT");
  } catch (error) {
    throw error instanceof Error && "code" in error && String(error.code).startsWith("Z_")
      ? new BackupError("the file is damaged, or no backup of Ringright")
      : error;
  } finally {
    await next.return(undefined);
    // A connection that is closed in the middle of a transaction leaves nothing of it.
    client.release(true);
  }
}

async function restoreTable(
  client: pg.PoolClient,
  table: string,
  lines: AsyncIterator<string>,
): Promise<void> {
  const heading = readJson<{ table: string; columns: string[] }>(await nextLine(lines));
  if (heading?.table !== table) throw new BackupError(`the backup is damaged: expected the table ${table}`);
  const columns = heading.columns.map(quote).join(", ");
  const rows = new PassThrough();
  const copied = pipeline(rows, client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)));
  // A refused row is reported when the copy is awaited, not while its lines are still being written.
  copied.catch(() => {});
  for (let line = await nextLine(lines); line !== END_OF_ROWS; line = await nextLine(lines)) {
    if (!rows.write(`${line}\n`) && !rows.destroyed) {
      await Promise.race([new Promise((resolve) => rows.once("drain", resolve)), copied]);
    }
  }
  rows.end();
  await copied;
}

/** The lines of a gzip file; a file that is damaged or missing throws where it is read. */
async function* readLines(file: string): AsyncGenerator<string> {
  const text = createGunzip();
  const read = pipeline(createReadStream(file), text);
  // The same error reaches the reader below, as the end of the stream that it reads.
  read.catch(() => {});
  let rest = "";
  for await (const chunk of text.setEncoding("utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done === true) throw new BackupError("the backup is cut short");
  return value;
}

async function readSchema(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM kysely_migration ORDER BY name DESC LIMIT 1",
  );
  return rows[0]?.name ?? "";
}

async function readColumns(client: pg.PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  return rows.map((row) => row.name);
}

function quote(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}

function readJson<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}
