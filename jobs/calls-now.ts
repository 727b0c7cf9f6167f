/**
 * How calls fare at this moment: none has come for a second, they have their answers as fast as they should, or they wait
 * longer. They go first: what can wait leaves them room.
 */
export type CallsNow = "none" | "fast" | "slow";
