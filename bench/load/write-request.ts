import { createHash, randomBytes } from "node:crypto";
import { signTwilio } from "../../simulator/wire/sign-twilio.ts";
import { accountSidAt, carrierIdAt, type Population, phoneAt, tokenAt } from "../data/population.ts";
import { PUBLIC_URL } from "./public-url.ts";

/** A call as the carrier knows it. */
export type Caller = { sid: string; from: string; to: string; account: number };

/** Of a hundred callers, how many are leads. */
export const KNOWN_OF_100 = 80;

/** Somebody calls one of the numbers: mostly a lead of its account, else a stranger. */
export function newCaller({ accounts, numbers, leads }: Population): Caller {
  const number = below(numbers);
  const account = number % accounts;
  const known = below(100) < KNOWN_OF_100;
  const lead = below(Math.floor(leads / accounts)) * accounts + account;
  return {
    sid: `CA${randomBytes(16).toString("hex")}`,
    from: known ? phoneAt("lead", lead) : phoneAt("stranger", below(1_000_000)),
    to: phoneAt("number", number),
    account,
  };
}

/** The path that the number of a caller is set to call. */
export function arrivalPath({ account }: Caller, purpose: "voice" | "status" = "voice"): string {
  return `/hooks/twilio/${carrierIdAt(account)}/${purpose}`;
}

/** One whole signed HTTP request, with the fields that Twilio sends with every inbound call. */
export function writeRequest(path: string, caller: Caller, more: Record<string, string> = {}): string {
  const params: Record<string, string> = {
    AccountSid: accountSidAt(caller.account),
    ApiVersion: "2010-04-01",
    CallSid: caller.sid,
    CallStatus: "ringing",
    Called: caller.to,
    CalledCity: "CHICAGO",
    CalledCountry: "US",
    CalledState: "IL",
    CalledZip: "60601",
    Caller: caller.from,
    CallerCity: "CHICAGO",
    CallerCountry: "US",
    CallerState: "IL",
    CallerZip: "60601",
    Direction: "inbound",
    From: caller.from,
    FromCity: "CHICAGO",
    FromCountry: "US",
    FromState: "IL",
    FromZip: "60601",
    StirVerstat: "TN-Validation-Passed-A",
    To: caller.to,
    ToCity: "CHICAGO",
    ToCountry: "US",
    ToState: "IL",
    ToZip: "60601",
    ...more,
  };
  const signature = signTwilio(PUBLIC_URL + path, params, tokenOf(caller.account));
  const body = new URLSearchParams(params).toString();
  return (
    `POST ${path} HTTP/1.1\r\nHost: calls.example.com\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n` +
    `Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nX-Twilio-Signature: ${signature}\r\n` +
    `I-Twilio-Idempotency-Token: ${createHash("md5").update(caller.sid).digest("hex")}\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
}

const tokens = new Map<number, string>();

function tokenOf(account: number): string {
  const token = tokens.get(account) ?? tokenAt(account);
  tokens.set(account, token);
  return token;
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
