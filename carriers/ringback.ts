import type { E164 } from "../routing/values.ts";

/**
 * What a caller hears while a phone rings: the tones together, in hertz, and how long they sound and pause, in turns, in
 * ms. The last second of the last pause is a Pause of the document: a carrier that can't play the sound would else ask
 * for the next one at once, again and again.
 */
export type Ringback = { tones: readonly number[]; cadence: readonly number[] };

/** By calling code, as ITU-T E.180 Supplement 2 lists them; most of the rest of the world has one tone of 425 Hz. */
const BY_CODE: [code: string, name: string][] = [
  ["+1", "north-america"],
  ["+44", "britain"],
  ["+353", "britain"],
  ["+61", "britain"],
  ["+64", "britain"],
];

const RINGBACKS: Record<string, Ringback> = {
  "north-america": { tones: [440, 480], cadence: [2000, 3000] },
  britain: { tones: [400, 450], cadence: [400, 200, 400, 2000, 400, 200, 400, 1000] },
  world: { tones: [425], cadence: [1000, 3000] },
};

function nameOf(business: E164): string {
  return BY_CODE.find(([code]) => business.startsWith(code))?.[1] ?? "world";
}

/** Where the sound of ringing is, below a connection's webhooks, as it is used where the business has its number. */
export function ringbackPath(business: E164): string {
  return `/ringback/${nameOf(business)}.wav`;
}

/** The seconds of silence that follow the sound. */
export const RINGBACK_PAUSE = 1;

/** How long one playing of it takes with the silence after it, in seconds. */
export function ringbackSeconds(business: E164): number {
  const { cadence } = RINGBACKS[nameOf(business)] ?? { cadence: [] };
  return cadence.reduce((sum, one) => sum + one, 0) / 1000 + RINGBACK_PAUSE;
}

const PATH = /^\/hooks\/[a-z]+\/[a-z0-9-]{1,40}\/ringback\/([a-z-]+)\.wav$/;

/** The ringback that a carrier's request asks for; null where it asks for something else. */
export function readRingbackPath(target: string): Ringback | null {
  const name = PATH.exec(target.split("?", 1)[0] ?? "")?.[1] ?? "";
  return Object.hasOwn(RINGBACKS, name) ? (RINGBACKS[name] ?? null) : null;
}

const RATE = 8_000;
const LOUDNESS = 0.15;

/** Makes the sound: WAV, 16 bits, 8,000 samples a second, one channel, which every carrier plays. */
export function soundRingback({ tones, cadence }: Ringback): Buffer {
  const samples = cadence.flatMap((ms, turn) => {
    const count = (ms * RATE) / 1000;
    return Array.from({ length: count }, (_, at) =>
      turn % 2 === 1
        ? 0
        : tones.reduce((sum, hertz) => sum + Math.sin((2 * Math.PI * hertz * at) / RATE), 0) / tones.length,
    );
  });
  const wav = Buffer.alloc(44 + samples.length * 2);
  wav.write("RIFF", 0, "latin1");
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write("WAVEfmt ", 8, "latin1");
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36, "latin1");
  wav.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => {
    wav.writeInt16LE(Math.round(sample * LOUDNESS * 32_767), 44 + at * 2);
  });
  return wav;
}
