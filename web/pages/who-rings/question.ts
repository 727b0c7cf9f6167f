/** In the address, in place of a caller's phone. */
export const WITHHELD = "withheld";

export type Question = { from?: string; to?: string; at?: string; key?: string; attestation?: string };
