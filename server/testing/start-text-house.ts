import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { askAfterTexts } from "../../jobs/ask-after-texts.ts";
import { escalateCallbacks } from "../../jobs/escalate-callbacks.ts";
import { fetchMedia } from "../../jobs/fetch-media.ts";
import { followUpCalls } from "../../jobs/follow-up-calls.ts";
import { sendTexts } from "../../jobs/send-texts.ts";
import { DEFAULT_TEXT_BACK, type TextBackSettings } from "../../messages/text-back-settings.ts";
import type { CarrierOptions } from "../../simulator/index.ts";
import { openRecordings } from "../../voicemail/open-recordings.ts";
import type { Business } from "./seed-business.ts";
import { ANNA, LINE, PUBLIC_URL, startHouse } from "./start-house.ts";

/** What a carrier's REST API does with a request for a text. `swallows`: it takes it, and the answer never comes. */
export type CarrierMood = "there" | "away" | "busy" | "broken" | "swallows" | "silent";

export const SECOND = 1000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** A house that texts back, with the work in the background in the test's hands. */
export async function startTextHouse(
  business: Business & { textBack?: Partial<TextBackSettings> } = {},
  options: Partial<CarrierOptions> = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
) {
  const house = await startHouse(business, options, atEnd);
  const { clock, carrier, node } = house;
  const { database } = node;
  const [line] = carrier.numbers;
  if (line === undefined) throw new Error("the carrier has no number");
  line.smsUrl = `${PUBLIC_URL}/hooks/${carrier.kind}/main/sms`;
  const textBack = { ...DEFAULT_TEXT_BACK, on: true, ...business.textBack };
  await database.query
    .updateTable("account")
    .set({ text_back: JSON.stringify(textBack) })
    .execute();
  let mood: CarrierMood = "there";
  const asked: string[] = [];
  const broken: unknown[] = [];
  let before: (request: Request) => Promise<void> = async () => {};
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    await before(request);
    asked.push(`${request.method} ${new URL(request.url).pathname.split("/").at(-1)}`);
    const unreachable = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    if (mood === "away") throw new TypeError("fetch failed", { cause: unreachable });
    if (mood === "broken") return new Response("<h1>Bad gateway</h1>", { status: 502 });
    if (mood === "silent") throw new DOMException("late", "TimeoutError");
    const busy = { status: 429, headers: { "retry-after": "20" } };
    if (mood === "busy") return Response.json({ code: 20429, message: "Too Many Requests" }, busy);
    const answer = await carrier.restHandler(request);
    if (mood === "swallows" && request.method === "POST") throw new TypeError("fetch failed");
    return answer;
  };
  const folder = await mkdtemp(join(tmpdir(), "ringright-texts-"));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const recordings = openRecordings({ dataFolder: folder, bucket: null });
  const log = { debug: () => {}, info: () => {}, error: (details: object) => broken.push(details) };
  const stop = new AbortController().signal;
  const parts = { now: clock.now, log, stop };

  /** What a process does when something is due, until nothing is; and what the carrier tells of it. */
  async function work(): Promise<void> {
    await followUpCalls(database, parts);
    await sendTexts(database, { send, publicUrl: PUBLIC_URL }, parts);
    await fetchMedia(database, { recordings, send }, parts);
    await askAfterTexts(database, { send, publicUrl: PUBLIC_URL }, parts);
    await escalateCallbacks(database, parts);
    await carrier.idle();
    // Meanwhile a second has gone by, and a number's next text may go.
    await sendTexts(database, { send, publicUrl: PUBLIC_URL }, parts);
    await carrier.idle();
  }

  return {
    ...house,
    broken,
    recordings,
    asked,
    work,
    send,
    parts,
    /** Done before each request to the carrier. */
    beforeAsking: (hook: typeof before) => {
      before = hook;
    },
    carrierIs: (next: CarrierMood) => {
      mood = next;
    },
    async later(milliseconds: number): Promise<void> {
      await clock.sleep(milliseconds);
      await work();
    },
    /** Somebody calls and hangs up after twelve seconds; then what follows is done. */
    async missed(from: string = ANNA) {
      const { kept } = await house.call({ from, caller: { hangsUpAfter: 12 } });
      await work();
      return kept;
    },
    /** The texts that a phone got. */
    gotten: (phone: string = ANNA) =>
      carrier.messages
        .filter((one) => one.direction === "outbound-api" && one.to === phone)
        .map(({ body }) => body),
    /** Somebody texts the business. */
    async texts(body: string, from: string = ANNA, pictures = 0): Promise<void> {
      const media = Array.from({ length: pictures }, () => ({ url: "", type: "image/png" }));
      carrier.text({ from, to: LINE, body, media });
      await carrier.idle();
    },
    kept: () =>
      database.query
        .selectFrom("text_message")
        .select(["direction", "kind", "phone", "state", "error_code", "error", "body", "carrier_message_id"])
        .orderBy("id")
        .execute(),
    /** Why there was no text-back, call by call. */
    async reasons(): Promise<(string | null)[]> {
      const rows = await database.query.selectFrom("text_back").select("reason").orderBy("at").execute();
      return rows.map(({ reason }) => reason);
    },
    optOuts: () => database.query.selectFrom("opt_out").select(["phone", "source", "said"]).execute(),
  };
}
