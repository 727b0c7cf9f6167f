/**
 * What the carrier is told to do next, in neutral words. An adapter renders it with the call's
 * script; the same instruction always gives the same document.
 */
export type Instruction =
  /** Let the caller choose in the menu; `round` counts how often they were asked. */
  | { do: "menu"; round: number }
  /** Ring the step's phone or phones; the caller hears ringing. */
  | { do: "ring"; step: number }
  /** To the person rung: say who calls, wait for the accept key, else hang up that leg. */
  | { do: "screen"; step: number; target: number }
  /** To the person rung: say who calls, then connect. */
  | { do: "whisper"; step: number; target: number }
  /** To the person rung, who accepted: bring the caller who waits to them. */
  | { do: "join"; step: number; target: number }
  /** To the caller who waits: go on waiting, while phones ring. */
  | { do: "wait"; step: number; round: number }
  /** To the caller who waits: stop waiting; what comes next is asked for then. */
  | { do: "leave" }
  /** Connect the person rung with the caller. */
  | { do: "connect" }
  /** End the leg of the person rung; the caller goes on. */
  | { do: "dropLeg" }
  /** To the person rung: the call is taken or over; end that leg. */
  | { do: "tellTaken" }
  /** To the person rung: the caller has hung up; end that leg. */
  | { do: "tellGone" }
  /** To the person who makes a call: whom they call did not answer; end it. */
  | { do: "tellUnanswered" }
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
