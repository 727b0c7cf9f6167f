import type { FollowUpStep } from "./follow-up-step.ts";
import { keepConversation } from "./keep-conversation.ts";
import { noteReachedOut } from "./note-reached-out.ts";
import { noteTalk } from "./note-talk.ts";
import { openCallback } from "./open-callback.ts";
import { planTextBack } from "./plan-text-back.ts";
import { rememberContact } from "./remember-contact.ts";
import { tellPeople } from "./tell-people.ts";

export type { FollowUpParts, FollowUpStep } from "./follow-up-step.ts";

/** Everything that follows a call's end, in this order. A step that fails holds none of the others up. */
export const FOLLOW_UP_STEPS: readonly FollowUpStep[] = [
  { name: "noteTalk", run: noteTalk },
  { name: "keepConversation", run: keepConversation },
  { name: "openCallback", run: openCallback },
  { name: "planTextBack", run: planTextBack },
  { name: "rememberContact", run: rememberContact },
  { name: "noteReachedOut", run: noteReachedOut },
  { name: "tellPeople", run: tellPeople },
];
