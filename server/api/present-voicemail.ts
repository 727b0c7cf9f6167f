import type { z } from "zod";
import type { KeptTalk } from "../../store/voicemails/find-talk.ts";
import type { ListedVoicemail } from "../../store/voicemails/list-voicemails.ts";
import type { talkSchema, voicemailSchema } from "./api-schemas.ts";

/** A message as the API gives it. */
export function presentVoicemail(message: ListedVoicemail): z.output<typeof voicemailSchema> {
  const { id, from, to, leadId, leadName, leftAt, state } = message;
  return {
    id,
    from,
    to,
    lead: leadId === null ? null : { id: leadId, name: leadName ?? "" },
    leftAt: leftAt.toISOString(),
    state,
    ...presentTalk(message),
  };
}

/** A recording as the API gives it. */
export function presentTalk(kept: Omit<KeptTalk, "endedAt">): z.output<typeof talkSchema> {
  return {
    seconds: kept.seconds,
    recording: {
      state: kept.fetchState,
      error: kept.error,
      tries: kept.tries,
      nextTryAt: kept.nextTryAt?.toISOString() ?? null,
      bytes: kept.bytes === null ? null : Number(kept.bytes),
      contentType: kept.contentType,
      carrierCopy: kept.carrierCopy,
    },
    transcript: { state: kept.transcriptState, text: kept.transcript },
  };
}
