import type { Clock } from "../clock/clock.ts";
import { type Signal, signal } from "../clock/signal.ts";
import { timerScope } from "../clock/timer-scope.ts";
import type { CallerScript, KeyPress, PhoneScript } from "../scripts.ts";

/** The person or machine at one end of a line. */
export interface Party {
  readonly hungUp: Signal<void>;
  /** What it does at a Record's beep. */
  readonly message: { seconds: number; afterwards: "hangsUp" | "pressesKey" };
  /** Who hears the next keys; undefined = nobody, and keys are lost. */
  listener: ((key: string) => void) | undefined;
  /** Told of each key pressed; `heard` says whether anybody listened. */
  onPress: ((key: string, heard: boolean) => void) | undefined;
  hangUp(): void;
  /** Presses a key now, besides what its script presses; false: nobody listened, and it is lost. */
  press(key: string): boolean;
  /** The line is open: its script starts to run. */
  begin(): void;
  /** It now talks with another party. */
  connect(): void;
  /** The line is gone: no more of its script. */
  leave(): void;
}

interface PartyParts {
  presses: readonly KeyPress[];
  message: Party["message"];
  /** Seconds from the beginning until it hangs up, whatever happens. */
  patience: number | undefined;
  /** The same, unless it is connected by then. */
  patienceAlone: number | undefined;
  /** Seconds from being connected. */
  talk: number | undefined;
}

/** A caller following a script. */
export function callerParty(clock: Clock, script: CallerScript): Party {
  return party(clock, {
    presses: script.presses ?? [],
    message: {
      seconds: script.leavesMessage ?? 8,
      afterwards: script.hangsUpAfterMessage ? "hangsUp" : "pressesKey",
    },
    patience: script.hangsUpAfter,
    patienceAlone: undefined,
    talk: script.talksFor,
  });
}

/** A phone that was picked up; scripts that never pick up give a party that does nothing. */
export function phoneParty(clock: Clock, script: PhoneScript): Party {
  const answers = script.does === "answers" ? script : undefined;
  const machine = script.does === "voicemail" ? script : undefined;
  return party(clock, {
    presses: answers?.presses ?? [],
    message: { seconds: machine ? (machine.talksFor ?? 60) : 8, afterwards: "pressesKey" },
    patience: machine ? (machine.talksFor ?? 60) : undefined,
    patienceAlone: answers?.hangsUpBeforeAccept,
    talk: answers ? (answers.hangsUpAfter ?? 30) : undefined,
  });
}

function party(clock: Clock, parts: PartyParts): Party {
  const hungUp = signal<void>();
  const scope = timerScope(clock);
  let connected = false;
  const self: Party = {
    hungUp,
    message: parts.message,
    listener: undefined,
    onPress: undefined,
    hangUp() {
      scope.close();
      hungUp.fire();
    },
    press,
    begin() {
      for (const { key, after } of parts.presses) scope.after(after, () => press(key));
      if (parts.patience !== undefined) scope.after(parts.patience, self.hangUp);
      if (parts.patienceAlone !== undefined) {
        scope.after(parts.patienceAlone, () => {
          if (!connected) self.hangUp();
        });
      }
    },
    connect() {
      if (connected) return;
      connected = true;
      if (parts.talk !== undefined) scope.after(parts.talk, self.hangUp);
    },
    leave: () => scope.close(),
  };
  function press(key: string): boolean {
    const listener = self.listener;
    self.onPress?.(key, listener !== undefined);
    listener?.(key);
    return listener !== undefined;
  }
  return self;
}
