import type { CarrierConnection } from "../carrier-connection.ts";
import { baseOf } from "./ask-rest.ts";
import { PROFILES } from "./profile.ts";

/** Whether something may be fetched from an address: `ours` with our credentials, `signed` without, `foreign` never. */
export type PlaceVerdict = "ours" | "signed" | "foreign";

/** The lists of a carrier's hosts: of recordings, and of pictures that come with texts. */
export type Places = "recordingPlaces" | "mediaPlaces";

/**
 * Judges the address of a recording, or of a picture. It came in a request that the carrier signed, but whoever has stolen a token, or
 * found a hole in a carrier, must not have us ask for addresses inside our own network (server-side request forgery).
 */
export function judgePlace(connection: CarrierConnection, url: URL, places: Places): PlaceVerdict {
  if (url.username !== "" || url.password !== "") return "foreign";
  if (connection.apiBaseUrl !== null || connection.kind !== "signalwire") {
    if (url.origin === new URL(baseOf(connection)).origin) return "ours";
  }
  for (const { begins, signed } of PROFILES[connection.kind][places]) {
    const { protocol, host, pathname } = new URL(begins.replace("*.", "any."));
    const wanted = begins.includes("*.") ? host.slice("any".length) : host;
    const isHost = begins.includes("*.") ? url.host.endsWith(wanted) : url.host === wanted;
    if (url.protocol === protocol && isHost && url.pathname.startsWith(pathname))
      return signed ? "signed" : "ours";
  }
  return "foreign";
}
