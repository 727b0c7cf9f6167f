import type { Instruction } from "../../calls/instruction.ts";
import { type Script, type ScriptStep, sentencesFor } from "../../calls/script.ts";
import { ACCEPT_KEY } from "../../calls/state-table.ts";
import { greetingPath, readGreeting } from "../../voicemail/greeting.ts";
import { type Purpose, writeHookUrl } from "../hook.ts";
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
/** The longest message. */
const MESSAGE_SECONDS = 300;

/** Writes the document that says an instruction in the words of a TwiML carrier. Pure. */
export function renderDocument(profile: Profile, instruction: Instruction, place: Place): string {
  return writeXml(xml("Response", {}, ...verbsFor(profile, instruction, place)), profile.expandsMustache);
}

function verbsFor(profile: Profile, instruction: Instruction, place: Place): Xml[] {
  const step = "step" in instruction ? place.script.steps[instruction.step] : undefined;
  switch (instruction.do) {
    case "ring":
      return step === undefined
        ? takeMessage(profile, place)
        : [...announce(place, instruction.step), dial(profile, step, instruction.step, place)];
    case "screen":
      return step === undefined ? [xml("Hangup")] : screen(profile, step, instruction.step, place);
    case "whisper":
      return step === undefined ? [] : whisper(sentencesFor(place.script, step));
    case "connect":
    case "nothing":
      return [];
    case "takeMessage":
      return takeMessage(profile, place);
    case "tellTaken":
      return [say("This call is already taken. Goodbye."), xml("Hangup")];
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

/** Who may be recorded is told so before anybody is rung; once, however many are rung. */
function announce({ script }: Place, step: number): Xml[] {
  // Calls that came before talks were recorded have none.
  return script.recordingNotice == null || step > 0 ? [] : [say(script.recordingNotice)];
}

function whisper(sentences: string): Xml[] {
  return sentences === "" ? [] : [say(sentences)];
}

function dial(profile: Profile, step: ScriptStep, index: number, place: Place): Xml {
  const { script } = place;
  const showsCaller = step.callerId === "caller" && script.caller !== null;
  const { min, max } = profile.ringSeconds;
  return xml(
    "Dial",
    {
      action: url(place, "rung", index),
      method: "POST",
      timeout: Math.min(Math.max(step.seconds, min), max),
      timeLimit: TALK_SECONDS,
      // The caller hears ringing until someone accepts, not the silence of a picked-up phone.
      answerOnBridge: true,
      callerId: showsCaller ? (script.caller ?? undefined) : script.business,
      passDiversionHeader: profile.passDiversionHeader && showsCaller ? true : undefined,
      ...(script.recordingNotice == null ? {} : record(place, index)),
    },
    xml("Number", { url: url(place, "screen", index), method: "POST" }, step.destination),
  );
}

/** Each side on a channel of its own; by these names all carriers of the family know it. */
function record(place: Place, index: number): Record<string, string> {
  return {
    record: "record-from-answer-dual",
    recordingStatusCallback: url(place, "call-recording", index),
    recordingStatusCallbackMethod: "POST",
    recordingStatusCallbackEvent: "completed",
  };
}

/** A document that ends without a Hangup would connect the caller to whatever picked up. */
function screen(profile: Profile, step: ScriptStep, index: number, place: Place): Xml[] {
  const prompt = `${sentencesFor(place.script, step)} Press ${ACCEPT_KEY} to accept.`.trim();
  return [
    xml(
      "Gather",
      {
        numDigits: 1,
        timeout: ACCEPT_SECONDS,
        action: url(place, "key", index),
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
    greet(place),
    xml("Record", {
      ...profile.recordAttributes,
      action: url(place, "message", 0),
      method: "POST",
      maxLength: MESSAGE_SECONDS,
      finishOnKey: "#",
      playBeep: true,
      recordingStatusCallback: url(place, "recording", 0),
      recordingStatusCallbackMethod: "POST",
      recordingStatusCallbackEvent: "completed absent",
    }),
    // Reached when nothing was said; without it the carrier ends the call, and we would not know why.
    xml("Redirect", { method: "POST" }, url(place, "no-message", 0)),
  ];
}

function greet({ base, script }: Place): Xml {
  const greeting = readGreeting(script.greeting);
  return "say" in greeting ? say(greeting.say) : xml("Play", {}, `${base}${greetingPath(greeting.play)}`);
}

function say(text: string): Xml {
  return xml("Say", {}, text);
}

function url(place: Place, purpose: Purpose, step: number): string {
  return writeHookUrl(place.base, purpose, step, place.continuation);
}
