import { createServer } from "node:http";
import express from "express";
import twilio from "twilio";
import { accountSidAt, POPULATION, tokenAt } from "../data/population.ts";
import { PUBLIC_URL } from "../load/public-url.ts";
import { announce } from "./announce.ts";

/**
 * (e) The hunt that people write today, after the carrier's own examples: Express, the `twilio` package
 * for the signature and the document, and a list of phones in the source. It keeps nothing.
 */
const PHONES = ["+17732000001", "+17732000002", "+18472000003"];
const { host, protocol } = new URL(PUBLIC_URL);
const checks = new Map(
  Array.from({ length: POPULATION.accounts }, (_, place) => [
    accountSidAt(place),
    // It writes the token into the options that it is given: each has its own.
    twilio.webhook({ validate: true, host, protocol: protocol.replace(":", "") }, tokenAt(place)),
  ]),
);

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use((request, response, next) => {
  const check = checks.get(request.body.AccountSid ?? "");
  if (check === undefined) response.writeHead(403).end();
  else check(request, response, next);
});

app.post("/hooks/twilio/:carrier/voice", (request, response) => {
  response.type("text/xml").send(ring(request.params.carrier ?? "", 0));
});

app.post("/hunt/:carrier/:step", (request, response) => {
  const done = request.body.DialCallStatus === "completed";
  const next = Number(request.params.step) + 1;
  const document = done
    ? new twilio.twiml.VoiceResponse().toString()
    : ring(request.params.carrier ?? "", next);
  response.type("text/xml").send(document);
});

function ring(carrier: string, step: number): string {
  const answer = new twilio.twiml.VoiceResponse();
  const phone = PHONES[step];
  if (phone === undefined) {
    answer.say("Nobody can take your call right now. Please leave a message after the tone.");
    answer.record({ maxLength: 300 });
  } else {
    const dial = answer.dial({ timeout: 15, answerOnBridge: true, action: `/hunt/${carrier}/${step}` });
    dial.number(phone);
  }
  return answer.toString();
}

announce(createServer(app));
