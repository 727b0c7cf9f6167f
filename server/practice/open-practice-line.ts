import { randomBytes } from "node:crypto";
import type { CarrierSettings } from "../../directory/carrier-schema.ts";
import type { StoredAccount } from "../../directory/stored-settings.ts";
import type { Database } from "../../store/open-database.ts";
import { readElsewhere } from "../../store/read-settings.ts";
import { PRACTICE_API } from "./practice-hall.ts";

/** A change to the account's settings, made as whoever asked for the line. */
export type Write = (section: "carriers" | "numbers", fields: Record<string, unknown>) => Promise<unknown>;

/** The account's practice connection; null where it has none. */
export function findPracticeConnection(account: StoredAccount): CarrierSettings | null {
  return account.carriers.find(({ settings }) => isPractice(settings))?.settings ?? null;
}

/** The numbers that can be called for practice. */
export function practiceNumbers(account: StoredAccount): string[] {
  const connection = findPracticeConnection(account);
  return account.numbers
    .filter(({ settings }) => settings.carrier === connection?.id)
    .map(({ settings }) => settings.number);
}

/**
 * Gives the account a practice connection and a number on it, where it has none yet. The connection is Twilio's kind,
 * with credentials made here: webhooks of practice calls are signed and proven as any carrier's.
 */
export async function openPracticeLine(
  database: Database,
  account: StoredAccount,
  write: Write,
): Promise<void> {
  let connection = findPracticeConnection(account);
  if (connection === null) {
    const id = `practice-${account.id}`;
    const accountSid = `AC${randomBytes(16).toString("hex")}`;
    const authToken = randomBytes(16).toString("hex");
    await write("carriers", { id, kind: "twilio", accountSid, authToken, apiBaseUrl: PRACTICE_API });
    connection = { id } as CarrierSettings;
  }
  if (practiceNumbers(account).length > 0) return;
  const number = await freeNumber(database, account.id);
  await write("numbers", { number, label: "Practice line", carrier: connection.id });
}

function isPractice({ apiBaseUrl }: CarrierSettings): boolean {
  return apiBaseUrl === PRACTICE_API;
}

/** Area codes whose 555-0100 to 555-0199 are set aside for fiction (NANPA, 555 line numbers). */
const AREAS = ["312", "415", "617", "702", "206", "303", "404", "512", "718", "213"];

/** A number that is nobody's: valid to look at, and never anybody's phone. */
async function freeNumber(database: Database, accountId: string): Promise<string> {
  const all = AREAS.flatMap((area) => Array.from({ length: 100 }, (_, last) => `+1${area}5550${100 + last}`));
  // From the end: examples and tests use the beginning.
  const free = all.toReversed();
  const { numbers } = await readElsewhere(database.query, accountId, { carriers: [], numbers: free });
  const own = await database.query
    .selectFrom("number")
    .select("number")
    .where("account_id", "=", accountId)
    .execute();
  const taken = new Set([...numbers.keys(), ...own.map((row) => row.number)]);
  const number = free.find((one) => !taken.has(one));
  if (number === undefined) throw new Error("every number that is set aside for practice is in use");
  return number;
}
