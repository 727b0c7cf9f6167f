import type { z } from "zod";
import type { ListedVoicemail } from "../../store/voicemails/list-voicemails.ts";
import type { voicemailSchema } from "./api-schemas.ts";

/** A message as the API gives it. */
export function presentVoicemail(message: ListedVoicemail): z.output<typeof voicemailSchema> {
  const { id, from, to, leadId, leadName, leftAt, seconds, state } = message;
  return {
    id,
    from,
    to,
    lead: leadId === null ? null : { id: leadId, name: leadName ?? "" },
    leftAt: leftAt.toISOString(),
    seconds,
    state,
    recording: {
      state: message.fetchState,
      error: message.error,
      tries: message.tries,
      nextTryAt: message.nextTryAt?.toISOString() ?? null,
      bytes: message.bytes === null ? null : Number(message.bytes),
      contentType: message.contentType,
      carrierCopy: message.carrierCopy,
    },
    transcript: { state: message.transcriptState, text: message.transcript },
  };
}
