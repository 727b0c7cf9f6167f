import type { Instruction } from "../../calls/instruction.ts";
import { ACCEPT_KEY } from "../../calls/ring-rules.ts";
import {
  BROWSER,
  isGathered,
  type Script,
  type ScriptStep,
  sentencesFor,
  type Target,
} from "../../calls/script.ts";
import { greetingPath, readGreeting } from "../../voicemail/greeting.ts";
import { type Purpose, type Spot, writeHookUrl } from "../hook.ts";
import { RINGBACK_PAUSE, ringbackPath } from "../ringback.ts";
import type { Profile } from "./profile.ts";
import { writeXml, type Xml, xml } from "./write-xml.ts";

/** What a document's URLs are made of. */
export type Place = {
  /** `https://host/hooks/<kind>/<carrierId>` */
  base: string;
  script: Script;
  continuation: string;
};

/** No talk is longer: a forgotten line costs money. It is Twilio's own default for Dial. */
const TALK_SECONDS = 14_400;
/** How long a person rung may take to press the key after the sentence. */
const ACCEPT_SECONDS = 6;
/** How long a caller may take to choose after the menu was heard. */
const CHOOSE_SECONDS = 5;
/** The longest message. */
const MESSAGE_SECONDS = 300;

/** Writes the document that says an instruction in the words of a TwiML carrier. Pure. */
export function renderDocument(profile: Profile, instruction: Instruction, place: Place): string {
  return writeXml(xml("Response", {}, ...verbsFor(profile, instruction, place)), profile.expandsMustache);
}

function verbsFor(profile: Profile, instruction: Instruction, place: Place): Xml[] {
  const step = "step" in instruction ? place.script.steps[instruction.step] : undefined;
  const target = "target" in instruction ? step?.targets[instruction.target] : undefined;
  switch (instruction.do) {
    case "menu":
      return askMenu(profile, instruction.round, place);
    case "ring":
      if (step === undefined) return takeMessage(profile, place);
      return [
        ...announce(place, instruction.step),
        (isGathered(step) ? enqueue : dial)(profile, step, instruction.step, place),
      ];
    case "wait":
      return wait(instruction.step, instruction.round, place);
    case "leave":
      return [xml("Leave")];
    case "screen":
      return target === undefined ? [xml("Hangup")] : screen(profile, target, instruction, place);
    case "whisper":
      return target === undefined ? [] : whisper(target, place);
    case "join":
      return target === undefined ? [xml("Hangup")] : join(target, instruction, place);
    case "connect":
    case "nothing":
      return [];
    case "takeMessage":
      return takeMessage(profile, place);
    case "tellTaken":
      return [say("This call is already taken. Goodbye."), xml("Hangup")];
    case "tellGone":
      return [say("The caller has hung up. Goodbye."), xml("Hangup")];
    case "tellUnanswered":
      return [say("There was no answer. Goodbye."), xml("Hangup")];
    case "apologise":
      return [
        say("The number you have called is not in service. Please check the number. Goodbye."),
        xml("Hangup"),
      ];
    case "reject":
      return [xml("Reject", { reason: "busy" })];
    case "dropLeg":
    case "hangUp":
      return [xml("Hangup")];
  }
}

function askMenu(profile: Profile, round: number, place: Place): Xml[] {
  const next = url(place, "menu", { step: round });
  return [
    xml(
      "Gather",
      {
        numDigits: 1,
        timeout: CHOOSE_SECONDS,
        action: next,
        method: profile.gatherHasMethod ? "POST" : undefined,
        actionOnEmptyResult: profile.gatherHasMethod ? false : undefined,
      },
      greet(place, place.script.menu?.greeting ?? ""),
    ),
    // Reached when no key was pressed.
    xml("Redirect", { method: "POST" }, next),
  ];
}

/**
 * Who may be recorded is told so before anybody is rung; once, however many are rung. Who calls from a browser is asked
 * for no key, with which they would be told it.
 */
function announce({ script }: Place, step: number): Xml[] {
  const first = script.outbound?.via === BROWSER ? 1 : 0;
  // Calls that came before talks were recorded have none.
  return script.recordingNotice == null || step > first ? [] : [say(script.recordingNotice)];
}

function whisper(target: Target, { script }: Place): Xml[] {
  const sentences = sentencesFor(script, target);
  return sentences === "" ? [] : [say(sentences)];
}

/** Each side on a channel of its own; by these names all carriers of the family know it. */
function record(place: Place, spot: Spot): Record<string, string> {
  if (place.script.recordingNotice == null) return {};
  return {
    record: "record-from-answer-dual",
    recordingStatusCallback: url(place, "call-recording", spot),
    recordingStatusCallbackMethod: "POST",
    recordingStatusCallbackEvent: "completed",
  };
}

function dial(profile: Profile, step: ScriptStep, index: number, place: Place): Xml {
  const { script } = place;
  const showsCaller = script.caller !== null && step.targets.every(({ callerId }) => callerId === "caller");
  const { min, max } = profile.ringSeconds;
  return xml(
    "Dial",
    {
      action: url(place, "rung", { step: index }),
      method: "POST",
      timeout: Math.min(Math.max(step.seconds, min), max),
      timeLimit: script.outbound?.maxSeconds ?? TALK_SECONDS,
      // The caller hears ringing until someone accepts, not the silence of a picked-up phone.
      answerOnBridge: true,
      callerId: showsCaller ? (script.caller ?? undefined) : script.business,
      passDiversionHeader: profile.passDiversionHeader && showsCaller ? true : undefined,
      ...record(place, { step: index }),
    },
    ...step.targets.map(({ destination }, part) =>
      xml("Number", { url: url(place, "screen", { step: index, part }), method: "POST" }, destination),
    ),
  );
}

/** The caller waits, hearing ringing, while each phone is called by itself; who accepts fetches them from there. */
function enqueue(_profile: Profile, _step: ScriptStep, index: number, place: Place): Xml {
  return xml(
    "Enqueue",
    {
      action: url(place, "rung", { step: index }),
      method: "POST",
      waitUrl: url(place, "wait", { step: index }),
      waitUrlMethod: "POST",
    },
    queueName(place.script),
  );
}

/** One signal of ringing; then we are asked again. */
function wait(step: number, round: number, place: Place): Xml[] {
  return [
    xml("Play", {}, `${place.base}${ringbackPath(place.script.business)}`),
    xml("Pause", { length: RINGBACK_PAUSE }),
    xml("Redirect", { method: "POST" }, url(place, "wait", { step, part: round + 1 })),
  ];
}

function join(target: Target, { step, target: part }: { step: number; target: number }, place: Place): Xml[] {
  const words = target.screening ? [] : whisper(target, place);
  const queue = xml("Queue", {}, queueName(place.script));
  const attributes = {
    action: url(place, "left", { step, part }),
    method: "POST",
    // The caller waits there already: whoever finds nobody need not wait long.
    timeout: 5,
    timeLimit: TALK_SECONDS,
    ...record(place, { step, part }),
  };
  return [...words, xml("Dial", attributes, queue)];
}

/** A queue for each call: only its own caller is in it. At most 64 characters (Twilio's Enqueue page). */
function queueName({ callId }: Script): string {
  return `ringright-${callId}`;
}

/** A document that ends without a Hangup would connect the caller to whatever picked up. */
function screen(
  profile: Profile,
  target: Target,
  { step, target: part }: { step: number; target: number },
  place: Place,
): Xml[] {
  const prompt =
    `${sentencesFor(place.script, target)} ${place.script.outbound === undefined ? `Press ${ACCEPT_KEY} to accept.` : `Press ${ACCEPT_KEY}.`}`.trim();
  return [
    xml(
      "Gather",
      {
        numDigits: 1,
        timeout: ACCEPT_SECONDS,
        action: url(place, "key", { step, part }),
        method: profile.gatherHasMethod ? "POST" : undefined,
        actionOnEmptyResult: profile.gatherHasMethod ? false : undefined,
      },
      // The first words of a picked-up phone are often cut off.
      xml("Pause", { length: 1 }),
      say(prompt),
    ),
    xml("Hangup"),
  ];
}

function takeMessage(profile: Profile, place: Place): Xml[] {
  return [
    greet(place, place.script.greeting),
    xml("Record", {
      ...profile.recordAttributes,
      action: url(place, "message", { step: 0 }),
      method: "POST",
      maxLength: MESSAGE_SECONDS,
      finishOnKey: "#",
      playBeep: true,
      recordingStatusCallback: url(place, "recording", { step: 0 }),
      recordingStatusCallbackMethod: "POST",
      recordingStatusCallbackEvent: "completed absent",
    }),
    // Reached when nothing was said; without it the carrier ends the call, and we would not know why.
    xml("Redirect", { method: "POST" }, url(place, "no-message", { step: 0 })),
  ];
}

function greet({ base }: Place, written: string): Xml {
  const greeting = readGreeting(written);
  return "say" in greeting ? say(greeting.say) : xml("Play", {}, `${base}${greetingPath(greeting.play)}`);
}

function say(text: string): Xml {
  return xml("Say", {}, text);
}

function url(place: Place, purpose: Purpose, spot: Spot): string {
  return writeHookUrl(place.base, purpose, spot, place.continuation);
}
