/** One bar: what it asks, what was seen, whether it is met; null: not measured. `always`: must hold in a short run too. */
export type Bar = { asks: string; saw: string; met: boolean | null; always?: true };
