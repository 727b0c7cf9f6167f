/**
 * How loud audio is over its length, for a picture of it: the loudest sample of each of `count` equal parts, from 0 to
 * 1. The loudest of all is 1, so that a quiet voice is seen too; silence stays flat.
 */
export function peaksOf(samples: Float32Array, count: number): number[] {
  const peaks = Array.from({ length: count }, (_, part) => {
    const from = Math.floor((part * samples.length) / count);
    const to = Math.floor(((part + 1) * samples.length) / count);
    let peak = 0;
    for (let index = from; index < to; index += 1) peak = Math.max(peak, Math.abs(samples[index] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks, QUIETEST);
  return peaks.map((peak) => peak / loudest);
}

/** Noise on a silent line is not to look like speech. */
const QUIETEST = 0.02;
