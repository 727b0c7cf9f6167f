/** Why a recording could not be fetched from its carrier, in words that follow "the recording could not be fetched: ". */
export class RecordingProblem extends Error {
  override name = "RecordingProblem";
  /** Trying again would change nothing. */
  readonly final: boolean;
  /** The link is good no more, though the recording may be there. */
  readonly isDeadLink: boolean;
  constructor(message: string, options: { final?: boolean; isDeadLink?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.final = options.final ?? false;
    this.isDeadLink = options.isDeadLink ?? false;
  }
}
