import type { Call, Device } from "@twilio/voice-sdk";
import type { BrowserPass } from "../../api/types.ts";

/** What becomes of a browser's side of a call. `failed` says what to do; it never came to the carrier. */
export type LineState =
  | { is: "connecting" }
  | { is: "open" }
  | { is: "failed"; why: string }
  | { is: "over"; why: string | null };

/** A browser's side of one call. */
export type BrowserLine = {
  mute: (muted: boolean) => void;
  hangUp: () => void;
};

/** By then the carrier has heard of the call, or never will. */
const CONNECT_MS = 12_000;

const CANT_REACH =
  "The browser could not reach the carrier. Check that you are online and that your network lets WebRTC through, or call with your own phone.";

const LOST = "The connection to the carrier was lost.";

/** Why this page can have no microphone at all; null: it can. */
export function whyNoMicrophone(): string | null {
  if (!window.isSecureContext)
    return "Browsers give the microphone to pages with https only. Open this page at its https address, or call with your own phone.";
  if (navigator.mediaDevices === undefined || !("RTCPeerConnection" in window))
    return "This browser can't make calls. Use a current Chrome, Edge, Firefox or Safari, or call with your own phone.";
  return null;
}

/** Asks for the microphone, so that nobody is called before it was given. Gives why it wasn't; null: it was. */
export async function askForMicrophone(): Promise<string | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return null;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    if (name === "NotAllowedError")
      return "The browser does not let this page use the microphone. Allow it beside the address above, and call again.";
    if (name === "NotFoundError") return "There is no microphone. Plug one in, or call with your own phone.";
    return "The microphone can't be used: another program may have it. Close that, or call with your own phone.";
  }
}

/** Connects to the carrier for one call that was ordered. The carrier's library is loaded only now. */
export function openBrowserLine(pass: BrowserPass, onState: (state: LineState) => void): BrowserLine {
  let device: Device | null = null;
  let call: Call | null = null;
  let isOpen = false;
  let isDone = false;
  let wasLost = false;
  const timer = setTimeout(() => finish(CANT_REACH), CONNECT_MS);
  onState({ is: "connecting" });
  void connect().catch(() => finish(CANT_REACH));
  return {
    mute: (muted) => call?.mute(muted),
    hangUp: () => (call === null ? finish(null) : call.disconnect()),
  };

  async function connect(): Promise<void> {
    const sdk = await import("@twilio/voice-sdk");
    if (isDone) return;
    device = new sdk.Device(pass.token, { closeProtection: true, logLevel: "silent" });
    device.on("error", fail);
    const made = await device.connect({ params: pass.params });
    if (isDone) return made.disconnect();
    call = made;
    made.on("ringing", open);
    made.on("accept", open);
    made.on("reconnected", open);
    made.on("error", fail);
    for (const end of ["disconnect", "cancel", "reject"]) made.on(end, () => finish(wasLost ? LOST : null));
  }

  /** During a talk the library tries to get its connection back, and tells the end if it can't. */
  function fail({ code }: { code?: number }): void {
    if (isOpen) wasLost = true;
    else finish(explainCode(code));
  }

  function open(): void {
    clearTimeout(timer);
    wasLost = false;
    if (isOpen || isDone) return;
    isOpen = true;
    onState({ is: "open" });
  }

  function finish(why: string | null): void {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    device?.destroy();
    onState(isOpen || why === null ? { is: "over", why } : { is: "failed", why });
  }
}

/** https://www.twilio.com/docs/api/errors: 201xx and 312xx are about the token, 31401 and 31402 about the microphone. */
function explainCode(code: number | undefined): string {
  if (code === 31_401 || code === 31_402)
    return "The browser does not let this page use the microphone. Allow it beside the address above, and call again.";
  if (code !== undefined && ((code >= 20_100 && code < 20_200) || (code >= 31_201 && code < 31_210)))
    return `The carrier refuses the browser's key (${code}). Whoever runs this account can check the API key and the TwiML app under Settings > Carriers.`;
  return CANT_REACH;
}
