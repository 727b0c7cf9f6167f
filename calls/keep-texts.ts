/** Texts by their keys; the oldest are forgotten where there are too many. */
export type KeptTexts = {
  /** Keeps a text as the newest, in place of what was kept under its key. */
  set(key: string, text: string): void;
  get(key: string): string | null;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
};

type Place = { from: number; to: number };

const FIRST_BYTES = 256 * 1024;

/**
 * Keeps texts one after the other in a block of memory outside of V8's heap, which goes round. In the heap each would
 * live through young collections only to die among the old objects a moment later, and have all of these walked through.
 * @param limits how many texts, and how many bytes in all; the block grows up to these
 */
export function keepTexts(limits: { most: number; bytes: number }): KeptTexts {
  let block = Buffer.allocUnsafeSlow(0);
  let head = 0;
  // In the order in which they were written: the oldest lies where the next will be.
  const places = new Map<string, Place>();

  function oldest(): [string, Place] | undefined {
    return places.entries().next().value;
  }

  /** A larger block, with what is kept at its beginning. */
  function grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(bytes);
    let at = 0;
    for (const place of places.values()) {
      block.copy(larger, at, place.from, place.to);
      const length = place.to - place.from;
      place.from = at;
      at += length;
      place.to = at;
    }
    block = larger;
    head = at;
  }

  /** Makes room for so many bytes, and gives where. */
  function makeRoom(bytes: number): number {
    if (head + bytes > block.length) {
      const wanted = Math.max(FIRST_BYTES, block.length * 2);
      if (block.length < limits.bytes) {
        grow(Math.min(limits.bytes, wanted));
        return makeRoom(bytes);
      }
      // What lies behind was written before all that lies in front.
      for (let old = oldest(); old !== undefined && old[1].from >= head; old = oldest())
        places.delete(old[0]);
      head = 0;
    }
    for (let old = oldest(); old !== undefined; old = oldest()) {
      const { from } = old[1];
      // In front of the head is what was written since it last began at the front.
      if (from < head || from >= head + bytes) break;
      places.delete(old[0]);
    }
    return head;
  }

  return {
    set(key, text) {
      places.delete(key);
      const bytes = Buffer.byteLength(text);
      if (bytes > limits.bytes) return;
      const from = makeRoom(bytes);
      block.write(text, from, "utf8");
      head = from + bytes;
      places.set(key, { from, to: head });
      const old = places.size > limits.most ? oldest() : undefined;
      if (old !== undefined) places.delete(old[0]);
    },
    get(key) {
      const place = places.get(key);
      return place === undefined ? null : block.toString("utf8", place.from, place.to);
    },
    delete(key) {
      places.delete(key);
    },
    clear() {
      places.clear();
      head = 0;
    },
    get size() {
      return places.size;
    },
  };
}
