/** What jobs write their log with: what to keep of it, and a sentence. */
export type JobLog = Record<"debug" | "info" | "error", (details: object, message: string) => void>;
