/** Why something that came is not taken in as audio. */
export const AUDIO_PROBLEMS = {
  /** It has more bytes than are taken. */
  tooLarge: "it is larger than",
  /** Its bytes are neither WAV nor MP3. */
  notAudio: "it is neither WAV nor MP3",
} as const;

export class AudioProblem extends Error {
  override name = "AudioProblem";
  readonly code: keyof typeof AUDIO_PROBLEMS;
  constructor(code: keyof typeof AUDIO_PROBLEMS, maxBytes: number) {
    super(code === "tooLarge" ? `${AUDIO_PROBLEMS.tooLarge} ${megabytes(maxBytes)}` : AUDIO_PROBLEMS[code]);
    this.code = code;
  }
}

function megabytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 1_000_000)} MB` : `${Math.round(bytes / 1_000)} kB`;
}
