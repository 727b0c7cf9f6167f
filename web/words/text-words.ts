import type { TextItem } from "../api/types.ts";

/** What became of a text of ours, in a word or two. */
export const TEXT_STATE_WORDS: Record<TextItem["state"], string> = {
  queued: "waits to be sent",
  sending: "is being sent",
  sent: "sent",
  delivered: "arrived",
  undelivered: "did not arrive",
  failed: "could not be sent",
  canceled: "not sent",
  received: "",
};

/** Who a text is from that nobody wrote in person. */
export const TEXT_PURPOSES: Record<TextItem["purpose"], string> = {
  textBack: "Text-back",
  notice: "Notice",
  person: "A program",
  campaign: "Campaign",
  help: "Answer to HELP",
  inbound: "",
};
