/**
 * An answer that is written piece by piece, as fast as it is read. Nothing is begun before somebody reads, and
 * what has begun ends when the reader goes.
 */
export function streamAnswer(
  write: (gone: AbortSignal) => AsyncGenerator<string>,
  headers: Record<string, string>,
): Response {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const pieces = write(gone.signal);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        // First, since one that waits for something else would return only when that has come.
        gone.abort();
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { "cache-control": "no-store", ...headers } });
}

/** A CSV file to be saved under a name. */
export function csvAnswer(name: string, pieces: AsyncGenerator<string>): Response {
  return streamAnswer(() => pieces, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
    "x-content-type-options": "nosniff",
  });
}
