import type { APIRequestContext } from "playwright-core";
import type { Installation } from "./start-installation.ts";

export const PASSWORD = "correct horse battery";
export const OWNER = { name: "Olga Stern", email: "olga@acme.test", password: PASSWORD };
export const SLUG = "acme-roofing";

/** Asks the API as whoever is signed in in a browser's window. */
export function asker(request: APIRequestContext) {
  return async <T = Record<string, unknown>>(method: string, path: string, data?: unknown): Promise<T> => {
    const answer = await request.fetch(`/api/v1${path}`, {
      method,
      headers: { "x-ringright": "1" },
      ...(data === undefined ? {} : { data }),
    });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
}

/** Acme Roofing: its owner, Dana and Leo, two leads, and a practice line. The window is signed in as the owner. */
export async function setUpCompany(installation: Installation, request: APIRequestContext) {
  const ask = asker(request);
  await ask("POST", "/first-run", {
    token: installation.firstRunLink.split("#")[1],
    account: {
      name: "Acme Roofing",
      country: "US",
      timezone: "America/Chicago",
      companyPhone: "+13125550100",
    },
    owner: OWNER,
  });
  const account = `/accounts/${SLUG}`;
  await ask("POST", `${account}/staff`, { name: "Dana", email: "dana@acme.test", phone: "+13125550101" });
  await ask("POST", `${account}/staff`, { name: "Leo", email: "leo@acme.test", phone: "+13125550104" });
  const line = await ask<{ number: string }>("POST", `${account}/practice/line`, {});
  await ask("POST", `${account}/leads`, {
    name: "Anna Berg",
    phones: ["+13125550123"],
    assignedTo: "dana@acme.test",
  });
  await ask("POST", `${account}/leads`, { name: "Ben Holm", phones: ["+13125550124", "+13125550125"] });
  return { ask, account, line: line.number };
}

/** A practice call that somebody answers, and that ends after so many seconds of talking. */
export async function practiceCall(
  { ask, account, line }: Awaited<ReturnType<typeof setUpCompany>>,
  { from, answers, talks = 0 }: { from: string | null; answers: string | null; talks?: number },
): Promise<string> {
  const { id } = await ask<{ id: string }>("POST", `${account}/practice/calls`, { from, to: line });
  type Board = { phones: { number: string; state: string }[]; calls: { id: string; state: string }[] };
  const until = async (ready: (board: Board) => boolean | Promise<boolean>) => {
    const end = Date.now() + 20_000;
    while (!(await ready(await ask<Board>("GET", `${account}/practice`)))) {
      if (Date.now() > end) throw new Error("the practice call does not go on");
    }
  };
  const phoneOf = (board: Board) => board.phones.find(({ number }) => number === answers);
  if (answers !== null) {
    await until((board) => phoneOf(board)?.state === "ringing");
    const phone = `${account}/practice/phones/${encodeURIComponent(answers)}`;
    await ask("POST", phone, { do: "answer" });
    await until(async (board) => {
      if (phoneOf(board)?.state === "talking") return true;
      // Refused until the voice asks for it, and where nobody asks at all.
      await ask("POST", phone, { do: "press", key: "1" }).catch(() => {});
      return false;
    });
    const began = Date.now();
    await until(() => Date.now() - began >= talks * 1_000);
  } else await until((board) => board.phones.some(({ state }) => state === "ringing"));
  await ask("POST", `${account}/practice/calls/${id}/hang-up`, {});
  await until((board) => board.calls.every(({ state }) => state === "ended"));
  return id;
}

/** A practice caller whom nobody answers leaves a message of some seconds. */
export async function practiceMessage(
  { ask, account, line }: Awaited<ReturnType<typeof setUpCompany>>,
  { from, seconds }: { from: string; seconds: number },
): Promise<string> {
  const { id } = await ask<{ id: string }>("POST", `${account}/practice/calls`, { from, to: line });
  type Board = {
    phones: { number: string; state: string }[];
    calls: { id: string; heard: string[]; state: string }[];
  };
  const end = Date.now() + 60_000;
  let tone = 0;
  for (;;) {
    const board = await ask<Board>("GET", `${account}/practice`);
    for (const { number, state } of board.phones) {
      if (state !== "ringing") continue;
      // It may have stopped ringing meanwhile.
      await ask("POST", `${account}/practice/phones/${encodeURIComponent(number)}`, { do: "decline" }).catch(
        () => {},
      );
    }
    const call = board.calls.find((one) => one.id === id);
    if (call?.state === "ended") return id;
    if (tone === 0 && call?.heard.some((sentence) => sentence.includes("tone:"))) tone = Date.now();
    if (tone > 0 && Date.now() - tone > seconds * 1_000)
      await ask("POST", `${account}/practice/calls/${id}/hang-up`, {}).catch(() => {});
    if (Date.now() > end) throw new Error("the practice caller can leave no message");
  }
}
