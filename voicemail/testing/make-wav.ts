/** The head of a WAV file (44 bytes) with so many bytes of 16-bit sound in one channel. */
export function wavHead(dataBytes: number, rate = 8_000): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + dataBytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(dataBytes, 40);
  return head;
}

/** A short, silent WAV file. */
export function makeWav(seconds = 1): Buffer {
  return Buffer.concat([wavHead(seconds * 16_000), Buffer.alloc(seconds * 16_000)]);
}
