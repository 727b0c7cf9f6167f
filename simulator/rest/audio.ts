const RATE = 8000;

/** A 440 Hz tone as a WAV file: 8 kHz, 16 bit, one channel. */
export function wavTone(seconds: number): Uint8Array<ArrayBuffer> {
  const samples = Math.max(0, Math.round(seconds * RATE));
  const bytes = new Uint8Array(44 + samples * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => bytes.set(new TextEncoder().encode(word), at);
  text(0, "RIFF");
  view.setUint32(4, 36 + samples * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, samples * 2, true);
  for (let i = 0; i < samples; i += 1) {
    view.setInt16(44 + i * 2, Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / RATE)), true);
  }
  return bytes;
}

// One MPEG-1 layer III frame, 32 kbit/s, 44.1 kHz, mono: a header and an all-zero body, which decodes to silence.
const FRAME_BYTES = 104;
const FRAMES_PER_SECOND = 44_100 / 1152;

/** Silence as an MP3 file. */
export function mp3Silence(seconds: number): Uint8Array<ArrayBuffer> {
  const frames = Math.ceil(seconds * FRAMES_PER_SECOND);
  const bytes = new Uint8Array(frames * FRAME_BYTES);
  for (let i = 0; i < frames; i += 1) bytes.set([0xff, 0xfb, 0x10, 0xc0], i * FRAME_BYTES);
  return bytes;
}
