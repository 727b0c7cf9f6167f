/** A call or leg as the carriers name it. */
export type CallStatus =
  | "queued"
  | "initiated"
  | "ringing"
  | "in-progress"
  | "completed"
  | "busy"
  | "no-answer"
  | "canceled"
  | "failed";

/** One moment of a call; `at` in milliseconds of the clock. */
export interface TimelineEntry {
  at: number;
  what: string;
  [detail: string]: string | number | boolean | undefined;
}

/** A rule of the carrier that a document or an answer broke. */
export interface Violation {
  at: number;
  callSid?: string;
  url?: string;
  what: string;
}

/** One phone rung within a call. */
export interface LegRecord {
  to: string;
  sid: string;
  status: CallStatus;
  startedAt: number;
  answeredAt?: number;
  endedAt?: number;
  bridged: boolean;
  callerId: string;
  /** How it went, in words: "bridged", "answered, not bridged", "busy", "declined", "no answer", "canceled", … */
  result: string;
}

/** Two parties talking. */
export interface BridgeRecord {
  to: string;
  from: number;
  until?: number;
}

/** A message left. */
export interface RecordingRecord {
  sid: string;
  seconds: number;
  url: string;
}

/** Everything that happened in one call, as the carrier and the people on it saw it. */
export interface SimulatedCall {
  sid: string;
  from: string;
  to: string;
  direction: "inbound" | "outbound-api";
  /** Resolves when the call is over and its punctual callbacks are answered. */
  ended: Promise<SimulatedCall>;
  status: CallStatus;
  timeline: TimelineEntry[];
  documents: { url: string; xml: string; at: number }[];
  violations: Violation[];
  legs: LegRecord[];
  /** The last phone that was ever connected with the caller. */
  connectedTo: string | null;
  bridges: BridgeRecord[];
  recordings: RecordingRecord[];
  /** What was recorded of legs by Dial, whether they were connected or not. */
  talks: RecordingRecord[];
  /** Say texts and files that the caller heard. */
  heard: string[];
  heardByLegs: Record<string, string[]>;
  /** What the carrier would log: bad documents, time-outs, fallbacks, refused legs. */
  errors: string[];
  /** A phone was rung while the caller was talking to somebody. */
  dialedWhileBridged: boolean;
  /** A phone was rung after the caller had talked to somebody. */
  dialedAfterBridge: boolean;
  /** Calls `fn` for each later timeline entry; the result stops it. */
  watch(fn: (entry: TimelineEntry) => void): () => void;
}

/** One webhook sent. */
export interface RequestRecord {
  at: number;
  kind: "document" | "status" | "recording" | "message" | "media";
  method: string;
  url: string;
  params: Record<string, string>;
  headers: Record<string, string>;
  /** Absent when no answer came. */
  status?: number;
  body?: string;
  /** Why no answer came. */
  failure?: string;
  /** Real milliseconds until the answer. */
  ms: number;
  duplicate: boolean;
  callSid?: string;
}
