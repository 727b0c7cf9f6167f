import { parseArgs } from "node:util";
import { type Carrier, createCarrier } from "../carrier.ts";
import { realClock } from "../clock/clock.ts";
import type { CarrierKind } from "../options.ts";
import type { TimelineEntry } from "../records.ts";
import { type Listening, listen } from "./listen.ts";
import { parsePhoneFlag } from "./phone-flags.ts";

const HELP = `A carrier in a box.

  --kind twilio|signalwire|telnyx   which carrier to play (twilio)
  --webhook-base URL                where the product listens (http://127.0.0.1:8080)
  --carrier-id ID                   its id in the product's webhook paths (practice)
  --number +1...                    a number of the business; repeat (+13125550100)
  --phone +1...=answers:3:1         what a phone does; repeat
  --account-sid, --auth-token       credentials of the account
  --host, --port                    where to serve the REST and practice API (127.0.0.1:8090)
  --once "FROM TO"                  place one call, print what happens, and end
`;

const OPTIONS = {
  kind: { type: "string", default: "twilio" },
  "webhook-base": { type: "string", default: "http://127.0.0.1:8080" },
  "carrier-id": { type: "string", default: "practice" },
  number: { type: "string", multiple: true },
  phone: { type: "string", multiple: true },
  "account-sid": { type: "string", default: "AC00000000000000000000000000000000" },
  "auth-token": { type: "string", default: "practice-auth-token" },
  host: { type: "string", default: "127.0.0.1" },
  port: { type: "string" },
  once: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Runs the command line. Gives the server when it goes on serving, nothing when all is done. Throws on bad flags. */
export async function runSimulator(
  args: string[],
  print: (line: string) => void,
): Promise<Listening | undefined> {
  const { values } = parseArgs({ args, options: OPTIONS, strict: true });
  if (values.help) {
    print(HELP);
    return undefined;
  }
  const kind = kindOf(values.kind);
  const carrier = createCarrier({
    kind,
    accountSid: values["account-sid"],
    authToken: values["auth-token"],
    clock: realClock(),
  });
  const hooks = `${values["webhook-base"].replace(/\/$/, "")}/hooks/${kind}/${values["carrier-id"]}`;
  for (const number of values.number ?? ["+13125550100"]) {
    const urls = { voiceUrl: `${hooks}/voice`, statusCallback: `${hooks}/status`, smsUrl: `${hooks}/sms` };
    carrier.addNumber({ number, ...urls });
  }
  for (const flag of values.phone ?? []) {
    const { number, script } = parsePhoneFlag(flag);
    carrier.phone(number, script);
  }
  // A single call needs no fixed port, so that it can be placed beside a simulator that is already serving.
  const port = Number(values.port ?? (values.once === undefined ? 8090 : 0));
  const server = await listen(carrier, { port, host: values.host });
  if (values.once === undefined) {
    introduce(carrier, server.url, values["auth-token"], print);
    return server;
  }
  try {
    await callOnce(carrier, values.once, print);
  } finally {
    await server.close();
  }
  return undefined;
}

function kindOf(word: string): CarrierKind {
  if (word === "twilio" || word === "signalwire" || word === "telnyx") return word;
  throw new Error(`--kind ${word}: must be twilio, signalwire or telnyx`);
}

function introduce(carrier: Carrier, url: string, token: string, print: (line: string) => void): void {
  print(`Playing ${carrier.kind}; REST API and practice API on ${url}`);
  print(`  account ${carrier.accountSid}, auth token ${token}`);
  if (carrier.kind === "telnyx") print(`  public key ${carrier.publicKey}`);
  for (const { number, voiceUrl } of carrier.numbers) print(`  ${number} asks ${voiceUrl}`);
  print(`  set a phone:  POST ${url}/practice/phones {"number", "script": {"does": "answers", "after": 3}}`);
  print(`  place a call: POST ${url}/practice/calls {"from", "to"}`);
  print(`  read it:      GET ${url}/practice/calls/SID`);
}

async function callOnce(carrier: Carrier, fromTo: string, print: (line: string) => void): Promise<void> {
  const [from, to] = fromTo.trim().split(/\s+/);
  if (from === undefined || to === undefined) throw new Error(`--once "${fromTo}": needs "FROM TO"`);
  const call = carrier.call({ from, to });
  const start = call.timeline[0]?.at ?? 0;
  for (const entry of call.timeline) print(timelineLine(entry, start));
  call.watch((entry) => print(timelineLine(entry, start)));
  await call.ended;
  await carrier.idle();
}

/** A product may keep its state in its addresses, which nobody wants to read. */
function clip(value: string): string {
  return value.length <= 100 ? value : `${value.slice(0, 99)}…`;
}

/** One timeline entry as a line: seconds since the start, what, details. */
export function timelineLine({ at, what, ...details }: TimelineEntry, start: number): string {
  const words = Object.entries(details).map(([name, value]) => `${name}=${clip(String(value))}`);
  return [((at - start) / 1000).toFixed(1).padStart(7), what, ...words].join("  ");
}
