import type pg from "pg";

/** What a pool is asked by, and nothing else of it. */
export type Asker = Pick<pg.Pool, "query">;

/** How often it is looked who has waited too long, as a share of the limit. */
const LOOKS = 10;

/**
 * Asks a pool and waits at most `ms` for each answer, and up to a tenth longer; what is late is rejected with "Query
 * read timeout", and its connection is closed: its answer must not come to whoever asks next.
 *
 * The driver's own `query_timeout` does this with a timer for each query, through which old queries keep new ones alive
 * until the whole heap is collected: pauses that callers wait for (docs/performance.md).
 */
export function askWithin(pool: pg.Pool, ms: number): Asker {
  type Asked = { until: number; give: (error: Error | null, result: pg.QueryResult) => void };
  const asked = new Set<Asked>();
  let looking = false;

  /** In the order in which they were asked: the first that has time left ends it. */
  function look(): void {
    looking = false;
    const now = performance.now();
    for (const one of asked) {
      if (one.until > now) break;
      one.give(new Error("Query read timeout"), NOTHING);
    }
    if (asked.size > 0) lookSoon();
  }

  function lookSoon(): void {
    if (looking) return;
    looking = true;
    setTimeout(look, ms / LOOKS).unref();
  }

  async function query(config: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const client = await pool.connect();
    return new Promise((resolve, reject) => {
      const one: Asked = {
        until: performance.now() + ms,
        give(error, result) {
          if (!asked.delete(one)) return;
          client.release(error ?? undefined);
          if (error === null) resolve(result);
          else reject(error);
        },
      };
      asked.add(one);
      lookSoon();
      const asGiven = typeof config === "string" ? { text: config } : config;
      client.query({ ...asGiven, ...(values && { values }) }, (error, result) =>
        one.give(error ?? null, result),
      );
    });
  }

  return { query: query as pg.Pool["query"] };
}

const NOTHING: pg.QueryResult = { rows: [], rowCount: 0, fields: [], command: "", oid: 0 };
