/** Audio was not written down, in words that follow "the message could not be written down: ". */
export class TranscriptProblem extends Error {
  override name = "TranscriptProblem";
}
