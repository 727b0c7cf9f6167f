import { availableParallelism } from "node:os";

/**
 * What Node is told about memory, for a server that stays small and answers evenly. Where NODE_OPTIONS says something
 * about one of them, that holds.
 *
 * `--max-semi-space-size`: by default V8 lets the room for young objects grow to 48 MB before it looks what is still
 * used, a quarter of all that Ringright needs. A documented option of every Node that runs Ringright
 * (nodejs.org/api/cli.html).
 *
 * `--no-allocation-site-pretenuring`: in a rush V8 sees that what a request makes lives for some milliseconds, and from
 * then on makes it among the old objects, where it stays, with all that it points to, until the whole heap is
 * collected: 20 kB for every call, and pauses that callers wait for (docs/performance.md). A hint of V8's.
 *
 * `--no-maglev`: V8's middle compiler gets all that is called often at once, and what waits for it holds 5 to 25 MB that
 * the system's library then keeps. Its best compiler comes some seconds later, and is given a few functions at a time. A
 * hint of V8's.
 *
 * `--v8-pool-size`: by default V8 marks what is used in three or four threads at once, however few processors there
 * are; on two they took what answers calls and the database needed, for 60 ms at a time. One processor is left to the
 * thread that answers. A documented option.
 * @returns {string[]}
 */
export function memoryFlags() {
  const given = process.env.NODE_OPTIONS ?? "";
  const helpers = Math.min(Math.max(availableParallelism() - 1, 1), 4);
  const flags = ["--max-semi-space-size=4", "--no-allocation-site-pretenuring", "--no-maglev"];
  return [...flags, `--v8-pool-size=${helpers}`].filter(
    (flag) => !given.includes(flag.replace("--no-", "").replace(/^--|=.*/g, "")),
  );
}

/**
 * What the system's library is told about memory: threads that take turns need no room of their own each, which is a
 * twentieth of what Ringright holds. glibc's alone (mallopt(3), M_ARENA_MAX); others don't know it. What is set holds.
 * @returns {Record<string, string>}
 */
export function memoryEnvironment() {
  return { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? "1" };
}
