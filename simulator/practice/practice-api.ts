import type { Carrier } from "../carrier.ts";
import type { SimulatedCall } from "../records.ts";
import { json } from "../rest/respond.ts";
import type { CallerScript, PhoneScript } from "../scripts.ts";

const DOES = ["answers", "busy", "declines", "unreachable", "ringsOut", "voicemail"];

/** The API of whoever practises: set phones, place calls and texts, read what happened. JSON in, JSON out. */
export async function practiceApi(carriers: readonly Carrier[], request: Request): Promise<Response> {
  const url = new URL(request.url);
  const [, , resource = "", id] = url.pathname.split("/");
  const body = request.method === "POST" ? await readObject(request) : {};
  if (!body) return json({ error: "the body is no JSON object" }, 400);
  const carrier = carriers.find((one) => holds(one, body)) ?? carriers[0];
  if (!carrier) return json({ error: "no carrier" }, 404);
  switch (`${request.method} ${resource}`) {
    case "GET ":
      return json(carriers.map(summary));
    case "POST phones":
      return setPhone(carrier, body);
    case "POST calls":
      return placeCall(carrier, body);
    case "POST texts": {
      const { from, to, body: text } = body;
      if (typeof from !== "string" || typeof to !== "string")
        return json({ error: "from and to are needed" }, 400);
      return json({ sid: carrier.text({ from, to, body: String(text ?? "") }).sid }, 201);
    }
    case "GET calls":
      return id === undefined ? json(carriers.flatMap(callList)) : showCall(carriers, decodeURIComponent(id));
    default:
      return json({ error: "not found" }, 404);
  }
}

function holds(carrier: Carrier, { to, carrier: kind }: Record<string, unknown>): boolean {
  if (kind !== undefined) return carrier.kind === kind || carrier.accountSid === kind;
  return carrier.numbers.some((one) => one.number === to);
}

function setPhone(carrier: Carrier, { number, script }: Record<string, unknown>): Response {
  if (typeof number !== "string" || !isPhoneScript(script)) {
    return json({ error: `number and script are needed; script.does is one of ${DOES.join(", ")}` }, 400);
  }
  carrier.phone(number, script);
  return json({ number, script }, 201);
}

function placeCall(carrier: Carrier, { from, to, caller, extra }: Record<string, unknown>): Response {
  if (typeof from !== "string" || typeof to !== "string")
    return json({ error: "from and to are needed" }, 400);
  const call = carrier.call({
    from,
    to,
    ...(isObject(caller) ? { caller: caller as CallerScript } : {}),
    ...(isObject(extra) ? { extra: extra as Record<string, string> } : {}),
  });
  return json({ sid: call.sid }, 201);
}

function showCall(carriers: readonly Carrier[], sid: string): Response {
  const call = carriers.flatMap((one) => one.calls).find((one) => one.sid === sid);
  if (!call) return json({ error: "no such call" }, 404);
  // The promise says nothing in JSON.
  const { ended, ...rest } = call;
  void ended;
  return json(rest);
}

function summary(carrier: Carrier): Record<string, unknown> {
  const { kind, accountSid, numbers, violations } = carrier;
  return { kind, accountSid, numbers, violations, calls: callList(carrier) };
}

function callList(carrier: Carrier): Pick<SimulatedCall, "sid" | "from" | "to" | "status">[] {
  return carrier.calls.map(({ sid, from, to, status }) => ({ sid, from, to, status }));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPhoneScript(value: unknown): value is PhoneScript {
  if (!isObject(value) || typeof value.does !== "string" || !DOES.includes(value.does)) return false;
  const needsAfter = ["answers", "declines", "voicemail"].includes(value.does);
  return !needsAfter || typeof value.after === "number";
}

async function readObject(request: Request): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = await request.json();
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
