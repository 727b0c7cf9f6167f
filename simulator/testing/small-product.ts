import { type Carrier, createCarrier } from "../carrier.ts";
import { virtualClock } from "../clock/virtual-clock.ts";
import type { CarrierKind, CarrierOptions } from "../options.ts";

/** Answers one webhook; the path chooses the page, `params` are the form's or the query's. */
export type Page = (
  params: Record<string, string>,
  request: Request,
) => string | Response | Promise<string | Response>;

/** A number of the carrier, a caller, and phones for the stories. */
export const LINE = "+13125550100";
export const CALLER = "+13125559999";
export const ANNA = "+13125550101";
export const BEN = "+13125550102";
export const CARA = "+13125550103";

/** An answer as the carriers want it. */
export function xml(body: string, status = 200): Response {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`;
  return new Response(text, { status, headers: { "content-type": "text/xml" } });
}

/** A tiny product: pages by path, everything else 404; status callbacks answered 204. */
export function smallProduct(pages: Record<string, Page>): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const page = pages[url.pathname];
    if (!page) return new Response(null, { status: url.pathname.includes("status") ? 204 : 404 });
    const fields = request.method === "POST" ? new URLSearchParams(await request.text()) : url.searchParams;
    const answer = await page(Object.fromEntries(fields), request);
    return typeof answer === "string" ? xml(answer) : answer;
  };
}

/** A carrier with one number, whose product has these pages; "/voice" answers the call. */
export function carrierWith(
  pages: Record<string, Page>,
  options: Partial<CarrierOptions> & { kind?: CarrierKind } = {},
): Carrier {
  const carrier = createCarrier({
    kind: "twilio",
    accountSid: "AC00000000000000000000000000000001",
    authToken: "12345",
    clock: virtualClock(),
    random: () => 0.9,
    send: smallProduct(pages),
    ...options,
  });
  carrier.addNumber({
    number: LINE,
    voiceUrl: "https://product.example/voice",
    statusCallback: "https://product.example/status",
  });
  return carrier;
}
