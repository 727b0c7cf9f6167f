import { useQuery } from "@tanstack/react-query";
import { peaksOf } from "./peaks.ts";

/** As many as fit on a telephone, each a bar of two points. */
export const BARS = 96;
/** Enough to see speech; decoding at this rate takes a sixth of the memory of the usual one. */
const RATE = 8_000;
/** Longer audio is played without a picture: decoded it would take too much memory. */
const MOST_BYTES = 30_000_000;

/**
 * How loud audio is over its length, decoded by the browser.
 * @returns undefined while it is worked out, or not wanted yet, null where it can't be: too long, or of a kind that is not understood
 */
export function usePeaks(
  source: string,
  { bytes, wanted }: { bytes: number | null; wanted: boolean },
): number[] | null | undefined {
  const peaks = useQuery({
    queryKey: ["peaks", source],
    queryFn: async ({ signal }) => {
      if ((bytes ?? 0) > MOST_BYTES) return null;
      const answer = await fetch(source, { signal, credentials: "same-origin" });
      if (!answer.ok) return null;
      // One that makes no sound needs nobody's leave.
      const decoder = new OfflineAudioContext(1, 1, RATE);
      const decoded = await decoder.decodeAudioData(await answer.arrayBuffer()).catch(() => null);
      return decoded === null ? null : peaksOf(decoded.getChannelData(0), BARS);
    },
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return peaks.isError ? null : peaks.data;
}
