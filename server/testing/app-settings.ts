import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecordings } from "../../voicemail/open-recordings.ts";
import type { CallFollower } from "../follow-calls.ts";
import { openPracticeHall } from "../practice/practice-hall.ts";

/** What an app under test is given besides its node: no mail, and a practice hall that reaches nothing. */
export function appSettings(publicUrl: string, local: () => string = () => "http://127.0.0.1:9") {
  return {
    publicUrl,
    sendMail: null,
    practice: openPracticeHall({ publicUrl, local }),
    live: nobodyCalls(),
    liveCallbacks: nobodyCalls(),
    liveConversations: nobodyCalls(),
    // Nothing is put there, so the folder is never made.
    recordings: openRecordings({ dataFolder: join(tmpdir(), "ringright-no-recordings"), bucket: null }),
  };
}

/** Hears nothing, for tests that look at no calls in progress. */
function nobodyCalls(): CallFollower {
  return { ended: new AbortController().signal, follow: async () => () => {}, stop: async () => {} };
}
