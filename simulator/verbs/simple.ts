import { fetchNext, type Verb } from "./run.ts";

/** Redirect: goes on with another document. */
export const redirect: Verb = async (run, element) => fetchNext(run, element, element.text, {}, false);

/** Hangup: the end. */
export const hangup: Verb = async () => ({ go: "end", ending: "hungUp" });

/**
 * Reject: refuses the call unanswered. Telnyx takes it only as the first verb; nobody can refuse what was answered.
 */
export const reject: Verb = async (run, element) => {
  const { line } = run;
  if (line.answeredAt !== undefined) {
    line.log.violation("Reject after the call was answered", run.url);
    return { go: "end", ending: "hungUp" };
  }
  if (run.exchange.kind === "telnyx" && !run.isFirstVerb) {
    line.log.violation("Reject must be the first verb", run.url);
  }
  const busy = element.attributes.reason === "busy";
  line.status = busy ? "busy" : "no-answer";
  line.log.note("rejected", { reason: busy ? "busy" : "rejected" });
  return { go: "end", ending: "rejected" };
};
