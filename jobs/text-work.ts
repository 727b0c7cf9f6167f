/** What texts are sent with. */
export type TextWork = {
  /** How carriers are reached. */
  send: typeof fetch;
  /** The address that carriers call. */
  publicUrl: string;
  /** Calls come in and wait longer than they should: texts leave them room. Left out: no calls are answered here. */
  callsWait?: () => boolean;
};
