import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LineState, openBrowserLine } from "./browser-line.ts";

/** The carrier's library, as far as it is used: what it was told, and what it tells. */
const sdk = vi.hoisted(() => ({ devices: [] as unknown[] }));
class FakeCall extends EventEmitter {
  muted = false;
  mute(muted: boolean) {
    this.muted = muted;
  }
  disconnect() {
    this.emit("disconnect");
  }
}
class FakeDevice extends EventEmitter {
  readonly token: string;
  asked: unknown;
  call = new FakeCall();
  destroyed = false;
  constructor(token: string) {
    super();
    this.token = token;
    sdk.devices.push(this);
  }
  async connect(asked: unknown) {
    this.asked = asked;
    return this.call;
  }
  destroy() {
    this.destroyed = true;
  }
}
vi.mock("@twilio/voice-sdk", () => ({ Device: FakeDevice }));

beforeEach(() => {
  sdk.devices.length = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function openLine() {
  const states: LineState[] = [];
  const pass = { token: "a-token", identity: "staff_1_7", params: { call: "the-call" } };
  const line = openBrowserLine(pass, (state) => states.push(state));
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
  const device = sdk.devices[0] as FakeDevice;
  return { line, device, states, call: device.call };
}

test("it connects with the pass, can be muted, and is over when the carrier says so", async () => {
  const { line, device, states, call } = await openLine();
  expect([device.token, device.asked]).toEqual(["a-token", { params: { call: "the-call" } }]);
  call.emit("ringing");
  call.emit("accept");
  line.mute(true);
  expect(call.muted).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  call.emit("disconnect");
  expect(states).toEqual([{ is: "connecting" }, { is: "open" }, { is: "over", why: null }]);
  expect(device.destroyed).toBe(true);
});

test("an error during a talk does not end it; where the connection does not come back, it is said", async () => {
  const { device, states, call } = await openLine();
  call.emit("accept");
  device.emit("error", { code: 53_000 });
  expect(states.at(-1)).toEqual({ is: "open" });
  call.emit("disconnect");
  expect(states.at(-1)).toMatchObject({ is: "over", why: expect.stringContaining("was lost") });
});

test.each([
  [20_104, /Settings > Carriers/],
  [31_401, /microphone/],
  [31_005, /could not reach the carrier/],
])("error %i before it rings: it failed, with what to do", async (code, words) => {
  const { device, states } = await openLine();
  device.emit("error", { code });
  device.emit("error", { code });
  expect(states.slice(1)).toEqual([{ is: "failed", why: expect.stringMatching(words) }]);
});

test("nothing happens at all: after a while it has failed", async () => {
  const { states } = await openLine();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(states.at(-1)).toMatchObject({ is: "failed" });
});

test("hung up by hand: the carrier is told, once", async () => {
  const { line, states, call } = await openLine();
  call.emit("ringing");
  line.hangUp();
  line.hangUp();
  expect(states.slice(2)).toEqual([{ is: "over", why: null }]);
});
