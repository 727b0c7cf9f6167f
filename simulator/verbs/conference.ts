import { answerLine } from "../calls/answer-line.ts";
import { connectMembers, leaveRoom, openRoom, type Room } from "../calls/conference.ts";
import { fetchDocument } from "../calls/fetch-document.ts";
import { signal } from "../clock/signal.ts";
import { wait } from "../clock/wait.ts";
import type { Element } from "../documents/parse-document.ts";
import { newSid } from "../exchange.ts";
import { sendStatus } from "../wire/status-callbacks.ts";
import { absolute, fetchNext, type Next, numberOf, ON, type Run, sourceAt } from "./run.ts";

const LONGEST_SECONDS = 14_400;

/**
 * Dial's Conference: the line joins a room until it, or somebody whose leaving ends the room, is gone. Waiting
 * music is fetched once. https://www.twilio.com/docs/voice/twiml/conference
 */
export async function dialConference(run: Run, dial: Element, noun: Element): Promise<Next> {
  const { exchange, line } = run;
  answerLine(exchange, line);
  const room = roomOf(run, noun.text);
  room.members.add(line);
  line.log.note("joins the conference", { name: room.name, sid: line.sid });
  tell(run, noun, room, "join");
  if (noun.attributes.startConferenceOnEnter !== "false" && !room.started) {
    room.started = true;
    tell(run, noun, room, "start");
  }
  const { waitUrl } = noun.attributes;
  if (waitUrl && room.members.size < 2) {
    const fetched = await fetchDocument(exchange, line, sourceAt(run, noun, waitUrl, {}, false));
    if (!fetched.ok) line.log.error(`waitUrl: ${fetched.message}`);
  }
  connectMembers(room, exchange.clock.now());
  const star = signal<void>();
  if (dial.attributes.hangupOnStar === "true") {
    line.party.listener = (key) => {
      if (key === "*") star.fire();
    };
  }
  await wait(exchange.clock, numberOf(dial, "timeLimit", LONGEST_SECONDS), [line.stop, star, room.ended]);
  line.party.listener = undefined;
  leaveRoom(room, line, exchange.clock.now());
  line.log.note("leaves the conference", { name: room.name, sid: line.sid });
  tell(run, noun, room, "leave");
  if (noun.attributes.endConferenceOnExit === "true") room.ended.fire();
  if (room.members.size === 0) {
    exchange.rooms.delete(room.name);
    tell(run, noun, room, "end");
  }
  const { action } = dial.attributes;
  // No DialCallSid and no DialCallDuration after a conference.
  return line.stop.fired || action === undefined
    ? ON
    : fetchNext(run, dial, action, { DialCallStatus: "answered" });
}

function roomOf({ exchange }: Run, name: string): Room {
  const known = exchange.rooms.get(name);
  if (known && !known.ended.fired) return known;
  const room = openRoom(newSid(exchange, "CF"), name);
  exchange.rooms.set(name, room);
  return room;
}

function tell(run: Run, noun: Element, room: Room, event: "start" | "end" | "join" | "leave"): void {
  const { exchange, line } = run;
  const { statusCallback, statusCallbackEvent = "" } = noun.attributes;
  room.sequence += 1;
  if (statusCallback === undefined || !statusCallbackEvent.split(/\s+/).includes(event)) return;
  const params = {
    AccountSid: exchange.options.accountSid,
    CallSid: line.sid,
    ConferenceSid: room.sid,
    FriendlyName: room.name,
    SequenceNumber: String(room.sequence),
    StatusCallbackEvent:
      event === "join" || event === "leave" ? `participant-${event}` : `conference-${event}`,
    Timestamp: new Date(exchange.clock.now()).toUTCString().replace("GMT", "+0000"),
  };
  const url = absolute(run, statusCallback);
  sendStatus(exchange, line.log, { kind: "status", method: "POST", url, params, callSid: line.sid });
}
