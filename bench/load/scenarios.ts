import type { Population } from "../data/population.ts";
import type { Connection } from "./connection.ts";
import { arrivalPath, type Caller, newCaller, writeRequest } from "./write-request.ts";

/** Sends one unit of load over a connection, tells how long each request took, and throws if an answer is wrong. */
export type Scenario = (
  connection: Connection,
  population: Population,
  took: (ms: number) => void,
) => Promise<void>;

export type ScenarioName = keyof typeof SCENARIOS;

/** One arrival of a fresh call; the answer must ring somebody. */
async function arrival(connection: Connection, population: Population, took: (ms: number) => void) {
  const caller = newCaller(population);
  await exchange(connection, writeRequest(arrivalPath(caller), caller), "<Dial", took);
}

/** The webhooks of one call: nobody answers the first phone, somebody accepts on the second, and they talk. */
async function wholeCall(connection: Connection, population: Population, took: (ms: number) => void) {
  const caller = newCaller(population);
  const post = (path: string, expected: string, more: Record<string, string>) =>
    exchange(connection, writeRequest(path, caller, more), expected, took);

  const first = await post(arrivalPath(caller), "<Dial", {});
  const second = await post(urlIn(first, "Dial", "action"), "<Dial", missed());
  const screening = await post(urlIn(second, "Number", "url"), "<Gather", leg(caller, "in-progress"));
  const pressed = { ...leg(caller, "in-progress"), Digits: "1", FinishedOnKey: "" };
  await post(urlIn(screening, "Gather", "action"), "<Response/>", pressed);
  await post(urlIn(second, "Dial", "action"), "<Hangup/>", talked());
  await post(arrivalPath(caller, "status"), "<Response/>", { CallStatus: "completed", CallDuration: "75" });
}

export const WEBHOOKS_A_CALL = 6;
export const SCENARIOS = { arrival, wholeCall } satisfies Record<string, Scenario>;

function missed(): Record<string, string> {
  return { CallStatus: "in-progress", DialCallStatus: "no-answer", DialCallSid: `CA${"1".repeat(32)}` };
}

function talked(): Record<string, string> {
  return {
    CallStatus: "in-progress",
    DialCallStatus: "completed",
    DialBridged: "true",
    DialCallDuration: "60",
    DialCallSid: `CA${"2".repeat(32)}`,
  };
}

function leg(caller: Caller, status: string): Record<string, string> {
  return {
    CallSid: `CA${"2".repeat(32)}`,
    ParentCallSid: caller.sid,
    CallStatus: status,
    Direction: "outbound-dial",
  };
}

async function exchange(
  connection: Connection,
  request: string,
  expected: string,
  took: (ms: number) => void,
): Promise<string> {
  const began = performance.now();
  const { status, body } = await connection.send(request);
  took(performance.now() - began);
  if (status !== 200 || !body.includes(expected)) {
    throw new Error(`expected ${expected}, was answered ${status} ${body.slice(0, 300)}`);
  }
  return body;
}

/** The path of a URL in a document. */
export function urlIn(document: string, verb: string, attribute: string): string {
  const tag = new RegExp(`<${verb}\\b[^>]*?\\b${attribute}="([^"]+)"`).exec(document)?.[1];
  if (tag === undefined) throw new Error(`no ${verb} ${attribute} in ${document.slice(0, 300)}`);
  const url = new URL(tag.replaceAll("&amp;", "&"));
  return url.pathname + url.search;
}
