/** System and driver codes that mean: not reachable now. */
const SYSTEM_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EACCES",
  // connect(2): a unix socket whose queue is full, as where the server hangs.
  "EAGAIN",
  "EMFILE",
]);

/**
 * SQLSTATE classes that mean the server can't work now, whatever the statement: 08 connection, 40
 * given up for another transaction (repeat it), 53 resources (disk full, too many connections), 57
 * operator (shutdown, starting up), 58 system, XX internal (PostgreSQL manual, appendix A).
 */
const SERVER_CLASSES = new Set(["08", "40", "53", "57", "58", "XX"]);

/** 25006: the server became a read-only standby; 28 and 3D: the login or database is gone for now. */
const SERVER_CODES = new Set(["25006", "28000", "28P01", "3D000"]);

/** Words of the driver's errors that carry no code. */
const DRIVER_WORDS = /timeout|terminated|connection ended|not queryable|closed the connection|Connection/i;

/** Whether an error says that the database is away, rather than that we asked for something wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "") return DRIVER_WORDS.test(error.message);
  if (SYSTEM_CODES.has(code) || SERVER_CODES.has(code)) return true;
  return code.length === 5 && SERVER_CLASSES.has(code.slice(0, 2));
}
