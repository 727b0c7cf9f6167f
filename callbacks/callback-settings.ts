/** Which calls become callbacks, and when they go to the next person. */
export type CallbackSettings = {
  /** A caller who hung up sooner than this is taken for a mistake. */
  ignoreShorterThanSeconds: number;
  /** Minutes of opening hours after which the next person gets it; null: never. */
  escalateAfterMinutes: number | null;
};

export const DEFAULT_CALLBACKS: CallbackSettings = {
  ignoreShorterThanSeconds: 5,
  escalateAfterMinutes: null,
};
