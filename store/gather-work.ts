/**
 * Gathers pieces of work that come at the same time into one statement: under load a database is
 * asked once for many calls instead of once for each, and a disk is waited for once. A piece that
 * comes alone goes at once.
 *
 * `run` gives one result for each item, in their order. At most `lanes` statements are under way;
 * what comes meanwhile goes together in the next, at most `most` at a time. `holdMs`: how long one that
 * comes alone waits for company at this moment, left out: not at all; `enough` of them don't wait for more.
 *
 * One bad piece must not fail its neighbours: a statement that is refused is repeated piece by piece,
 * unless `isShared` says that its error concerns them all (the database is away).
 */
export function gatherWork<Item, Result>(parts: {
  run: (items: Item[]) => Promise<Result[]>;
  isShared: (error: unknown) => boolean;
  lanes: number;
  most: number;
  holdMs?: () => number;
  enough?: number;
}): (item: Item) => Promise<Result> {
  const { run, isShared, lanes, most, holdMs = () => 0, enough = most } = parts;
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let underWay = 0;
  let due: "soon" | NodeJS.Timeout | null = null;

  function startSoon(): void {
    if (due === "soon" || underWay >= lanes || waiting.length === 0) return;
    const isEnough = waiting.length >= enough;
    if (due !== null && !isEnough) return;
    const hold = isEnough ? 0 : holdMs();
    if (due !== null) clearTimeout(due);
    // After the sockets that have something now were read: their requests go together.
    if (hold === 0) setImmediate(go);
    due = hold === 0 ? "soon" : setTimeout(go, hold);
  }

  function go(): void {
    due = null;
    start();
  }

  function start(): void {
    if (underWay >= lanes || waiting.length === 0) return;
    const taken = waiting.length <= most ? waiting : waiting.slice(0, most);
    waiting = waiting.length <= most ? [] : waiting.slice(most);
    underWay += 1;
    void settle(taken).finally(() => {
      underWay -= 1;
      startSoon();
    });
    startSoon();
  }

  async function settle(taken: Waiting[]): Promise<void> {
    try {
      hand(taken, await run(taken.map(({ item }) => item)));
    } catch (error) {
      if (taken.length === 1 || isShared(error)) for (const { reject } of taken) reject(error);
      else for (const one of taken) await settle([one]);
    }
  }

  function hand(taken: Waiting[], results: Result[]): void {
    if (results.length !== taken.length) {
      throw new Error(`expected ${taken.length} results, got ${results.length}`);
    }
    taken.forEach(({ resolve }, place) => {
      resolve(results[place] as Result);
    });
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      startSoon();
    });
}
