/** What somebody has done about a message: nothing yet, listened to it, dealt with it. */
export const VOICEMAIL_STATES = ["new", "heard", "done"] as const;
export type VoicemailState = (typeof VOICEMAIL_STATES)[number];

/** What a recording is of: a message that a caller left, or a talk. */
export const RECORDING_KINDS = ["message", "call"] as const;
export type RecordingKind = (typeof RECORDING_KINDS)[number];

/**
 * Where the recording of a message is on its way: `waiting` to be fetched from the carrier (perhaps again), `fetched`
 * and kept here, or `failed`: given up until somebody asks for it again.
 */
export const FETCH_STATES = ["waiting", "fetched", "failed"] as const;
export type FetchState = (typeof FETCH_STATES)[number];

/** Whether a message is written down: `none` where nobody is asked to, `failed` where it was tried in vain. */
export const TRANSCRIPT_STATES = ["none", "waiting", "done", "failed"] as const;
export type TranscriptState = (typeof TRANSCRIPT_STATES)[number];

/** Whether the carrier still has its copy; `toDelete`: it is about to be deleted there. */
export const CARRIER_COPIES = ["there", "toDelete", "deleted"] as const;
export type CarrierCopy = (typeof CARRIER_COPIES)[number];
