import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import type { Cli } from "./cli.ts";

/** What a check of the installation found. */
export type Diagnosis = { level: "ok" | "warning" | "failed"; what: string; text: string };

/** One check of the installation: gives what it found, and never throws. */
export type DoctorCheck = (cli: Cli) => Promise<Diagnosis[]>;

/** PostgreSQL's number for its oldest version that we run on: 15. */
const OLDEST_VERSION = 150_000;

const checkDatabase: DoctorCheck = async (cli) => {
  try {
    const { pool, query } = await cli.database();
    const { rows } = await pool.query<{ number: string; version: string }>(
      "SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version",
    );
    const [server] = rows;
    const accounts = await query.selectFrom("account").select("id").execute();
    const text = `PostgreSQL ${server?.version}, at the newest schema, ${accounts.length} accounts`;
    const recent = Number(server?.number) >= OLDEST_VERSION;
    return [
      recent
        ? { level: "ok", what: "database", text }
        : { level: "failed", what: "database", text: `${text}; expected version 15 or newer` },
    ];
  } catch (error) {
    const text = error instanceof Error ? error.message || error.name : String(error);
    return [{ level: "failed", what: "database", text: `can't be used: ${text}` }];
  }
};

const checkDataFolder: DoctorCheck = async (cli) => {
  const { dataFolder } = cli.environment();
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 });
    await access(dataFolder, constants.W_OK);
    return [{ level: "ok", what: "data folder", text: `${dataFolder} can be written` }];
  } catch {
    const text = `${dataFolder} can't be written: expected a folder of ours (RINGRIGHT_DATA)`;
    return [{ level: "failed", what: "data folder", text }];
  }
};

const checkPublicUrl: DoctorCheck = async (cli) => {
  const { publicUrl } = cli.environment();
  const what = "PUBLIC_URL";
  if (!cli.publicUrlIsSet) {
    return [
      {
        level: "failed",
        what,
        text: "is not set: expected the address that carriers call, such as https://calls.example.com",
      },
    ];
  }
  if (!publicUrl.startsWith("https://")) {
    return [
      {
        level: "warning",
        what,
        text: `${publicUrl} is not https: callers' numbers cross the network readable`,
      },
    ];
  }
  return [{ level: "ok", what, text: publicUrl }];
};

/** The checks that need no carrier. */
export const DOCTOR_CHECKS: readonly DoctorCheck[] = [checkDatabase, checkDataFolder, checkPublicUrl];
