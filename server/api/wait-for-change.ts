/** What a stream waits for: what was noted since it last asked, `silence` after a while without, or the end. */
export type Change<Note> = ReadonlySet<Note> | "silence" | "ended";

/** Often enough that no proxy takes the connection for dead, and a client notices that we are. */
const HEARTBEAT_MS = 15_000;

/** Gathers what happens until a stream asks for it; several things of one moment are told together. */
export function waitForChange<Note>(signal: AbortSignal) {
  let noted: Set<Note> | null = null;
  let wake: () => void = () => {};
  signal.addEventListener("abort", () => wake(), { once: true });
  return {
    /** Something happened; perhaps it is known to what. */
    note(...what: Note[]): void {
      noted = new Set([...(noted ?? []), ...what]);
      wake();
    },
    async next(): Promise<Change<Note>> {
      if (noted === null && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, HEARTBEAT_MS).unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      if (signal.aborted) return "ended";
      if (noted === null) return "silence";
      const all = noted;
      noted = null;
      return all;
    },
  };
}
