/** A carrier's request, as it came. */
export type HookRequest = {
  method: string;
  /** Path and query, exactly as received: signatures are made over it. */
  target: string;
  header(name: string): string | undefined;
  body: string;
};

/** Our answer to a carrier. */
export type HookResponse = { status: number; contentType: string | null; body: string };

/** The purposes of the URLs that we give a carrier, below `/hooks/<kind>/<carrierId>/`. */
export const PURPOSES = [
  "menu",
  "screen",
  "key",
  "rung",
  "wait",
  "leg",
  "left",
  "message",
  "no-message",
  "recording",
  "call-recording",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a request's path says. */
export type HookPath = {
  kind: string;
  carrierId: string;
  purpose: (typeof FIRST)[number] | "text-status" | Purpose;
  step: number;
  /** Which of the step's phones it is about, or how often it came round; 0 where there is only one. */
  part: number;
  /** For `text-status` the text's key (`readTextKey`); else a call's script. */
  continuation: string;
};

/** The path of a request about a call. */
export type CallPath = HookPath & { purpose: "voice" | "status" | "client" | Purpose };

/** What a carrier is given once for a number, or for browsers (`client`), not for one call or text. */
const FIRST = ["voice", "status", "sms", "client"] as const;
const TEXT_STATUS = "text-status";

const SHAPE =
  /^\/hooks\/([a-z]+)\/([a-z0-9-]{1,40})\/([a-z-]+)(?:\/(\d{1,2})(?:\.(\d{1,3}))?\/([\w.~-]+))?(?:\?.*)?$/;

/** Reads the path of a carrier's request; null if it is none of ours. */
export function readHookPath(target: string): HookPath | null {
  const match = SHAPE.exec(target);
  if (match === null) return null;
  const [, kind = "", carrierId = "", word = "", step, part, continuation] = match;
  const first = FIRST.find((known) => known === word);
  if ((first !== undefined) !== (continuation === undefined)) return null;
  const purpose = first ?? ([...PURPOSES, TEXT_STATUS] as const).find((known) => known === word);
  if (purpose === undefined) return null;
  return {
    kind,
    carrierId,
    purpose,
    step: Number(step ?? 0),
    part: Number(part ?? 0),
    continuation: continuation ?? "",
  };
}

/** The URL at which a carrier tells what becomes of a text. */
export function writeTextStatusUrl(
  base: string,
  { accountId, id }: { accountId: string; id: string },
): string {
  return `${base}/${TEXT_STATUS}/0/${accountId}-${id}`;
}

/** The key of a text that a carrier tells of; null where it is none. */
export function readTextKey(written: string): { accountId: string; id: string } | null {
  const [, accountId, id] = /^(\d{1,18})-(\d{1,18})$/.exec(written) ?? [];
  return accountId === undefined || id === undefined ? null : { accountId, id };
}

/** Where a connection's webhooks are: `https://host/hooks/<kind>/<carrierId>`. */
export function hooksOf(publicUrl: string, { kind, id }: { kind: string; id: string }): string {
  return `${publicUrl}/hooks/${kind}/${id}`;
}

/** Where in a call a URL leads back to. */
export type Spot = { step: number; part?: number };

/** Writes the URL that brings a carrier back to a step of a call. */
export function writeHookUrl(
  base: string,
  purpose: Purpose,
  { step, part = 0 }: Spot,
  continuation: string,
): string {
  return `${base}/${purpose}/${part === 0 ? step : `${step}.${part}`}/${continuation}`;
}
