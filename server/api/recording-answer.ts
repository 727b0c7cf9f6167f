import { addMessageJob } from "../../jobs/fetch-messages.ts";
import type { KeptTalk } from "../../store/voicemails/find-talk.ts";
import { askAgain, type MessageKey } from "../../store/voicemails/keep-voicemails.ts";
import { RecordingMissing } from "../../voicemail/recording-store.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import { audioAnswer } from "./audio-answer.ts";

/** The audio of a recording, or what the header Range asks of it. */
export async function recordingAnswer(
  { recordings, log }: ApiDeps,
  { place, bytes, contentType, error }: Pick<KeptTalk, "place" | "bytes" | "contentType" | "error">,
  request: Request,
): Promise<Response> {
  if (place === null || bytes === null || contentType === null)
    throw new ApiError("notFound", `the recording is not here yet${error === null ? "" : `: ${error}`}`);
  const open = (range: { first: number; last: number }) => recordings.open(place, range);
  try {
    const audio = { bytes: Number(bytes), type: contentType, open };
    return await audioAnswer(audio, request.headers.get("range"));
  } catch (problem) {
    if (!(problem instanceof RecordingMissing)) throw problem;
    log.error({ err: problem }, "A recording is not where it is kept");
    throw new ApiError("notFound", "the recording is not on this server: several need a bucket together");
  }
}

/** Has a recording fetched anew; refuses where it is here. */
export async function fetchAgain({ database }: ApiDeps, key: MessageKey): Promise<void> {
  const asked = await database.query.transaction().execute(async (db) => {
    if (!(await askAgain(db, key))) return false;
    await addMessageJob(db, key);
    return true;
  });
  if (!asked) throw new ApiError("conflict", "the recording is here already");
}
