/**
 * What the carrier is told to do next, in neutral words. An adapter renders it with the call's
 * script; the same instruction always gives the same document.
 */
export type Instruction =
  /** Ring the step's phone; the caller hears ringing. */
  | { do: "ring"; step: number }
  /** To the person rung: say who calls, wait for the accept key, else hang up that leg. */
  | { do: "screen"; step: number }
  /** To the person rung: say who calls, then connect. */
  | { do: "whisper"; step: number }
  /** Connect the person rung with the caller. */
  | { do: "connect" }
  /** End the leg of the person rung; the caller goes on. */
  | { do: "dropLeg" }
  /** To the person rung: the call is taken or over; end that leg. */
  | { do: "tellTaken" }
  /** Greet the caller and take a message. */
  | { do: "takeMessage" }
  /** End the call. */
  | { do: "hangUp" }
  /** Refuse the call as busy. */
  | { do: "reject" }
  /** Tell the caller politely that this number is not in service here; end. */
  | { do: "apologise" }
  /** Nothing to do: the carrier only told us something. */
  | { do: "nothing" };
