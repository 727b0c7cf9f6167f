import { useEffect, useState } from "react";

export type Connection = "connecting" | "live" | "lost";

/** How long to wait before each further attempt; the last one is for all that follow. */
const AGAIN_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Follows a stream of events of the server, and comes back by itself after the connection was lost: the server
 * sends everything anew with each connection, so nothing is missed.
 * @returns what the last event of that name carried, null before the first
 */
export function useEvents<T>(
  address: string | null,
  event: string,
): { data: T | null; connection: Connection } {
  const [data, setData] = useState<T | null>(null);
  const [connection, setConnection] = useState<Connection>("connecting");
  useEffect(() => {
    if (address === null) return;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    const open = () => {
      clearTimeout(timer);
      source?.close();
      source = new EventSource(address, { withCredentials: true });
      source.addEventListener("open", () => {
        failures = 0;
        setConnection("live");
      });
      source.addEventListener(event, (message) => {
        setConnection("live");
        setData(JSON.parse(message.data) as T);
      });
      source.addEventListener("error", () => {
        // The browser's own attempts stop for good after some answers; ours do not.
        source?.close();
        setConnection("lost");
        timer = setTimeout(open, AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)]);
        failures += 1;
      });
    };
    open();
    // A network that went away leaves the connection open and silent. A new one shows what is so: the server may
    // be on this very machine.
    window.addEventListener("offline", open);
    window.addEventListener("online", open);
    return () => {
      window.removeEventListener("offline", open);
      window.removeEventListener("online", open);
      clearTimeout(timer);
      source?.close();
    };
  }, [address, event]);
  return { data, connection };
}
