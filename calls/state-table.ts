import type { Phase } from "./call-state.ts";
import { lateForTheCaller, lateForTheLeg, lateNews, type Rule } from "./change.ts";
import {
  awaitTheRecording,
  endAsAbandoned,
  endAsAnswered,
  endAsMissed,
  endAsVoicemail,
  endTheMessage,
  giveUpOnTheRecording,
  saveTheCaller,
} from "./end-rules.ts";
import type { EventKind } from "./events.ts";
import { answerThePickUp, chooseInMenu, judgeTheKey, moveOn, noteLegEnd, noteLegs } from "./ring-rules.ts";

type Row = { [K in EventKind]: Rule<K> };

/**
 * The life of a call: what each event does in each phase. The names of the rules say it; `late…`
 * rules absorb what no longer matters. `ended` absorbs everything: terminal is final.
 */
export const STATE_TABLE: Record<Phase, Row> = {
  menu: {
    menuKey: chooseInMenu,
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    legsPlaced: lateNews,
    legEnded: lateNews,
    ringEnded: lateForTheCaller,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAbandoned,
    broke: saveTheCaller,
  },
  ringing: {
    menuKey: lateForTheCaller,
    pickedUp: answerThePickUp,
    keyPressed: judgeTheKey,
    legsPlaced: noteLegs,
    legEnded: noteLegEnd,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAbandoned,
    broke: saveTheCaller,
  },
  screening: {
    menuKey: lateForTheCaller,
    pickedUp: lateForTheLeg,
    keyPressed: judgeTheKey,
    legsPlaced: lateNews,
    legEnded: lateNews,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAbandoned,
    broke: saveTheCaller,
  },
  connected: {
    menuKey: lateForTheCaller,
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    legsPlaced: noteLegs,
    legEnded: noteLegEnd,
    ringEnded: moveOn,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: endAsAnswered,
    broke: saveTheCaller,
  },
  voicemail: {
    menuKey: lateForTheCaller,
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    legsPlaced: lateNews,
    legEnded: lateNews,
    ringEnded: lateForTheCaller,
    recordingEnded: endTheMessage,
    recordingReady: endAsVoicemail,
    recordingMissing: endAsMissed,
    callEnded: awaitTheRecording,
    broke: saveTheCaller,
  },
  closing: {
    menuKey: lateForTheCaller,
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    legsPlaced: lateNews,
    legEnded: lateNews,
    ringEnded: lateForTheCaller,
    recordingEnded: endTheMessage,
    recordingReady: endAsVoicemail,
    recordingMissing: endAsMissed,
    callEnded: giveUpOnTheRecording,
    broke: lateForTheCaller,
  },
  ended: {
    menuKey: lateForTheCaller,
    pickedUp: lateForTheLeg,
    keyPressed: lateForTheLeg,
    legsPlaced: lateNews,
    legEnded: lateNews,
    ringEnded: lateForTheCaller,
    recordingEnded: lateForTheCaller,
    recordingReady: lateNews,
    recordingMissing: lateNews,
    callEnded: lateNews,
    broke: lateForTheCaller,
  },
};
