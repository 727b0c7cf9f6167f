/** Every way in which the embedded database can refuse; `ringright doctor` explains them by code. */
export type EmbeddedPostgresErrorCode =
  /** No PostgreSQL programs that run here: platform without a package, and none installed. */
  | "noPrograms"
  /** The data was written by another major version of PostgreSQL than any found here. */
  | "otherMajor"
  /** The data folder says that its database lives elsewhere, and there it is gone. */
  | "clusterMissing"
  /** The folder where the database should be holds something else. */
  | "clusterUnreadable"
  /** The database belongs to another system user than ours, and we are not root. */
  | "wrongOwner"
  /** Nobody but root can enter the database's folder, and PostgreSQL never runs as root. */
  | "cannotEnter"
  /** The folder for the socket was made by somebody else. */
  | "socketFolderTaken"
  /** Another process has been starting or stopping this database for too long. */
  | "lockHeld"
  /** PostgreSQL ended before it was ready; the message carries the end of its log. */
  | "cannotStart";

/** An embedded database that cannot be had: `code` for programs, `message` for the person who must act. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;
  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedPostgresError";
    this.code = code;
  }
}

/** The system's own code of a failed file or process call (`ENOENT` …), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** For `.catch()`: gives undefined for these system codes and throws everything else on. */
export function unless(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (codes.includes(systemCode(error) ?? "")) return undefined;
    throw error;
  };
}
