/** Texts by their keys, outside of V8's heap. */
export type RememberedTexts<Key> = {
  /** Remembers a text, as the newest; as many of the oldest are forgotten as it needs room for. */
  set(key: Key, text: string): void;
  get(key: Key): string | null;
  delete(key: Key): void;
  clear(): void;
  readonly size: number;
};

/**
 * Remembers the newest texts in a room of fixed size, of which the system gives what is written to. Strings that live for
 * seconds end among V8's old objects, which are collected as a whole: for each thousand of them a pause of ten milliseconds.
 * At most `most` texts, and `bytes` of them in UTF-8; one that needs more is not remembered.
 */
export function rememberTexts<Key>({ most, bytes }: { most: number; bytes: number }): RememberedTexts<Key> {
  const room = Buffer.allocUnsafeSlow(bytes);
  // In the order in which they stand in the room, from the first behind `next` on, around its end.
  const places = new Map<Key, { from: number; to: number }>();
  let next = 0;

  function forgetWhile(isInTheWay: (place: { from: number; to: number }) => boolean): void {
    for (const [key, place] of places) {
      if (!isInTheWay(place)) return;
      places.delete(key);
    }
  }

  return {
    set(key, text) {
      places.delete(key);
      const length = Buffer.byteLength(text);
      if (length > bytes) return;
      if (next + length > bytes) {
        const left = next;
        forgetWhile(({ from }) => from >= left);
        next = 0;
      }
      const to = next + length;
      forgetWhile(({ from }) => from >= next && from < to);
      if (places.size === most) forgetWhile(() => places.size === most);
      room.write(text, next);
      places.set(key, { from: next, to });
      next = to;
    },
    get(key) {
      const place = places.get(key);
      return place === undefined ? null : room.toString("utf8", place.from, place.to);
    },
    delete: (key) => void places.delete(key),
    clear: () => places.clear(),
    get size() {
      return places.size;
    },
  };
}
