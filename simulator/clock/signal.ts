/** Something that happens at most once, such as a hang-up, and that several parties may wait for. */
export interface Signal<T> {
  readonly fired: boolean;
  readonly value: T | undefined;
  /** Only the first firing counts. */
  fire(value: T): void;
  /** Calls `fn` when fired, at once if that was before; the result forgets `fn`. */
  on(fn: (value: T) => void): () => void;
}

/** A fresh signal that has not fired. */
export function signal<T>(): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  let state: { value: T } | undefined;
  return {
    get fired() {
      return state !== undefined;
    },
    get value() {
      return state?.value;
    },
    fire(value) {
      if (state) return;
      state = { value };
      const waiting = [...listeners];
      listeners.clear();
      for (const fn of waiting) fn(value);
    },
    on(fn) {
      if (state) {
        fn(state.value);
        return () => {};
      }
      listeners.add(fn);
      return () => {
        listeners.delete(fn);
      };
    },
  };
}
