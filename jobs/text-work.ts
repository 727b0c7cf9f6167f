/** What texts are sent with. */
export type TextWork = {
  /** How carriers are reached. */
  send: typeof fetch;
  /** The address that carriers call. */
  publicUrl: string;
};
