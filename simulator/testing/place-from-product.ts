import type { Carrier } from "../carrier.ts";

/** Asks the REST API for a call, as a product would. */
export async function placeFromProduct(carrier: Carrier, fields: Record<string, string>): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${carrier.accountSid}:12345`).toString("base64")}`;
  const url = `https://api.example/2010-04-01/Accounts/${carrier.accountSid}/Calls.json`;
  const init = { method: "POST", headers: { authorization }, body: new URLSearchParams(fields) };
  const response = await carrier.restHandler(new Request(url, init));
  if (response.status !== 201) throw new Error(await response.text());
}
