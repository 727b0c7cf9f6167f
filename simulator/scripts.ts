/** A key pressed some seconds after pick-up (for a caller: after the start of the call). */
export interface KeyPress {
  key: string;
  after: number;
}

/** What a virtual phone does when it is rung; all times in seconds. */
export type PhoneScript = {
  /** Delay before the phone starts to ring and act. */
  ringSeconds?: number;
  /** false: a phone that is off the hook with one call is busy for the next; default true. */
  callWaiting?: boolean;
} & (
  | {
      does: "answers";
      /** Seconds of ringing before pick-up. */
      after: number;
      presses?: KeyPress[];
      /** Seconds after being connected; default 30. */
      hangsUpAfter?: number;
      /** Seconds after pick-up, if not connected by then. */
      hangsUpBeforeAccept?: number;
    }
  | { does: "busy"; after?: number }
  | { does: "declines"; after: number }
  | { does: "unreachable"; after?: number; as?: "no-answer" | "failed" }
  | { does: "ringsOut" }
  /** Rings until somebody takes it in hand (`Carrier.handsets`). */
  | { does: "byHand" }
  | {
      /** The phone's own voicemail picks up: it talks, presses nothing, and hangs up. */
      does: "voicemail";
      after: number;
      /** Seconds from pick-up; default 60. */
      talksFor?: number;
    }
);

/** What a virtual caller does; all times in seconds. */
export interface CallerScript {
  /** From the start of the call, whatever happens then. */
  hangsUpAfter?: number;
  presses?: KeyPress[];
  /** Speech after the beep of a Record; default 8; 0 = silence. */
  leavesMessage?: number;
  /** Hangs up after the message instead of pressing #. */
  hangsUpAfterMessage?: boolean;
  /** From being connected with a person. */
  talksFor?: number;
}
