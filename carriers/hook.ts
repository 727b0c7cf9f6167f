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
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a request's path says. */
export type HookPath = {
  kind: string;
  carrierId: string;
  purpose: "voice" | "status" | Purpose;
  step: number;
  /** Which of the step's phones it is about, or how often it came round; 0 where there is only one. */
  part: number;
  continuation: string;
};

const SHAPE =
  /^\/hooks\/([a-z]+)\/([a-z0-9-]{1,40})\/([a-z-]+)(?:\/(\d{1,2})(?:\.(\d{1,3}))?\/([\w.~-]+))?(?:\?.*)?$/;

/** Reads the path of a carrier's request; null if it is none of ours. */
export function readHookPath(target: string): HookPath | null {
  const match = SHAPE.exec(target);
  if (match === null) return null;
  const [, kind = "", carrierId = "", word = "", step, part, continuation] = match;
  const arrival = word === "voice" || word === "status";
  if (arrival !== (continuation === undefined)) return null;
  const purpose = arrival ? word : PURPOSES.find((known) => known === word);
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
