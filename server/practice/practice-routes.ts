import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { isCountry, normalisePhone } from "../../directory/normalise-phone.ts";
import type { StoredAccount } from "../../directory/stored-settings.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { editSettings } from "../../store/edit-settings.ts";
import { readStoredAccount } from "../../store/read-settings.ts";
import type { ApiDeps } from "../api/api-deps.ts";
import { ApiError, invalid } from "../api/api-error.ts";
import type { Access } from "../api/authorize.ts";
import { defineRoute } from "../api/define-route.ts";
import { parseOrRefuse } from "../api/read-request.ts";
import { refuseChange } from "../api/refuse-change.ts";
import { streamEvents } from "../api/stream-events.ts";
import { tellNode } from "../api/tell-node.ts";
import { findPracticeConnection, openPracticeLine, practiceNumbers } from "./open-practice-line.ts";
import { HAND_MOVES, PracticeBusy } from "./practice-hall.ts";

const time = z.iso.datetime();
const boardSchema = z.object({
  line: z.object({ number: z.string(), carrierId: z.string() }).nullable(),
  numbers: z.array(z.string()),
  phones: z.array(
    z.object({
      number: z.string(),
      name: z.string(),
      state: z.enum(["idle", "ringing", "pickedUp", "talking", "voicemail"]),
      callId: z.string().nullable(),
      since: time.nullable(),
      heard: z.array(z.string()),
    }),
  ),
  calls: z.array(
    z.object({
      id: z.string(),
      from: z.string().nullable(),
      to: z.string(),
      state: z.enum(["ringing", "talking", "listening", "ended"]),
      connectedTo: z.string().nullable(),
      heard: z.array(z.string()),
      startedAt: time,
    }),
  ),
});
/** What a practice page shows: the phones of the account, and the calls made for practice. */
export type PracticeBoard = z.output<typeof boardSchema>;

const lineSchema = z.object({ number: z.string(), carrierId: z.string() });
const callSchema = z.strictObject({
  from: z
    .string({ error: "expected the caller's phone, or null for a withheld caller" })
    .nullable()
    .default(null),
  to: z.string({ error: "expected a number of the practice line" }),
});
const textSchema = z.strictObject({
  from: z.string({ error: "expected the phone of whoever texts" }),
  to: z.string({ error: "expected a number of the practice line" }),
  text: z.string().trim().min(1).max(1_600),
});
const key = z.string().regex(/^[0-9*#]$/, "expected one key: 0 to 9, * or #");
const moveSchema = z.strictObject({ do: z.enum(HAND_MOVES), key: key.default("1") });
const keySchema = z.strictObject({ key });
const doneSchema = z.object({ done: z.literal(true) });

/**
 * Practice: a line that this installation plays itself, a caller's handset, and the phones of staff, forwarding numbers
 * and company. Calls go the way of every call, from the signed webhook on.
 */
export function addPracticeRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { practice } = deps;
  defineRoute(app, deps, {
    method: "post",
    path: "/practice/line",
    action: "practice:use",
    summary: "Open a practice line, if there is none",
    body: z.strictObject({}),
    answer: lineSchema,
    handle: async ({ access }) => {
      await openPracticeLine(deps.database, await readAccount(deps, access), (section, fields) =>
        write(deps, access, section, fields),
      );
      return lineOf(await readAccount(deps, access));
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/practice",
    action: "practice:use",
    summary: "The practice line, its phones and calls",
    answer: boardSchema,
    handle: ({ access }) => readBoard(deps, access),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/practice/calls",
    action: "practice:use",
    summary: "Call a number of the practice line: from a phone, or withheld",
    body: callSchema,
    answer: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ access, body }) => {
      const { from, to } = parseOrRefuse(callSchema, stripUnset(body));
      const { line, phone } = readLine(await readAccount(deps, access), from, to);
      try {
        return { id: await practice.call(line, phone) };
      } catch (error) {
        if (error instanceof PracticeBusy) throw new ApiError("conflict", error.message);
        throw error;
      }
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/practice/texts",
    action: "practice:use",
    summary: "Text a number of the practice line",
    body: textSchema,
    answer: doneSchema,
    status: 201,
    handle: async ({ access, body }) => {
      const { from, to, text } = parseOrRefuse(textSchema, body);
      const { line, phone } = readLine(await readAccount(deps, access), from, to);
      await practice.text(line, phone ?? from, text);
      return { done: true };
    },
  });
  const caller = (move: "hangUp" | "press", summary: string) =>
    defineRoute(app, deps, {
      method: "post",
      path: `/practice/calls/{id}/${move === "hangUp" ? "hang-up" : "press"}`,
      action: "practice:use",
      summary,
      body: move === "hangUp" ? z.strictObject({}) : keySchema,
      answer: doneSchema,
      handle: async ({ access, id, body }) => {
        const pressed = move === "press" ? parseOrRefuse(keySchema, body).key : "";
        const { carrierId } = lineOf(await readAccount(deps, access));
        if (practice.callerMove(carrierId, id, move, pressed)) return { done: true };
        throw new ApiError("conflict", "this call is over");
      },
    });
  caller("hangUp", "The caller hangs up");
  caller("press", "The caller presses a key");
  defineRoute(app, deps, {
    method: "post",
    path: "/practice/phones/{id}",
    action: "practice:use",
    summary: "Work a phone: answer, press a key, decline, hang up, or let its own voicemail answer",
    body: moveSchema,
    answer: doneSchema,
    handle: async ({ access, id, body }) => {
      const { do: move, key } = parseOrRefuse(moveSchema, stripUnset(body));
      const account = await readAccount(deps, access);
      const phone = phoneOf(account, id);
      if (phone !== null && practice.move(lineOf(account).carrierId, phone, move, key)) return { done: true };
      throw new ApiError("conflict", `this phone can't do that now: ${move}`);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/practice/live",
    action: "practice:use",
    summary: "The practice line as server-sent events: an event `practice` at once and on every change",
    query: z.strictObject({}),
    answer: "text/event-stream",
    handle: async ({ access }) => {
      const connection = findPracticeConnection(await readAccount(deps, access));
      return streamEvents<never>({
        event: "practice",
        ended: deps.live.ended,
        begin: async (note) => (connection === null ? () => {} : practice.watch(connection.id, () => note())),
        read: () => readBoard(deps, access),
      });
    },
  });
}

async function readBoard(deps: ApiDeps, access: Access): Promise<PracticeBoard> {
  const account = await readAccount(deps, access);
  const connection = findPracticeConnection(account);
  if (connection === null) return { line: null, numbers: [], phones: phonesOf(account, []), calls: [] };
  const { practice } = deps;
  const numbers = practiceNumbers(account);
  return {
    line: numbers[0] === undefined ? null : { number: numbers[0], carrierId: connection.id },
    numbers,
    phones: phonesOf(account, practice.phones(connection.id)),
    calls: practice.calls(connection.id).map((call) => ({ ...call, heard: [...call.heard] })),
  };
}

/** Every phone that a call of this account may ring, once, with who it belongs to. */
function phonesOf(
  account: StoredAccount,
  live: ReturnType<ApiDeps["practice"]["phones"]>,
): PracticeBoard["phones"] {
  const names = new Map<string, string[]>();
  const add = (number: string | null, name: string) => {
    if (number !== null) names.set(number, [...(names.get(number) ?? []), name]);
  };
  for (const { settings } of account.staff) if (settings.active) add(settings.phone, settings.name);
  for (const { settings } of account.numbers) {
    add(settings.forwardingNumber, `Forwarding number of ${settings.label ?? settings.number}`);
  }
  add(account.account.companyPhone, "Company phone");
  add(account.account.onCallPhone, "On-call phone");
  for (const { number } of live)
    if (!names.has(number)) add(number, "A phone that is called, or was removed");
  return [...names].map(([number, who]) => {
    const rung = live.find((phone) => phone.number === number);
    return {
      number,
      name: who.join(", "),
      state: rung?.state ?? "idle",
      callId: rung?.callId ?? null,
      since: rung?.since ?? null,
      heard: [...(rung?.heard ?? [])],
    };
  });
}

async function readAccount(deps: ApiDeps, { accountId }: Access): Promise<StoredAccount> {
  const account = await readStoredAccount(deps.database.query, { id: accountId });
  if (account === null) throw new ApiError("notFound", "there is no such account for this key");
  return account;
}

function lineOf(account: StoredAccount): z.output<typeof lineSchema> {
  const connection = findPracticeConnection(account);
  const [number] = practiceNumbers(account);
  if (connection === null || number === undefined)
    throw new ApiError("notFound", "there is no practice line yet: open one first");
  return { number, carrierId: connection.id };
}

/** Who calls or texts which number of the line. */
function readLine(account: Parameters<typeof findPracticeConnection>[0], from: string | null, to: string) {
  const connection = findPracticeConnection(account);
  const number = phoneOf(account, to);
  if (connection === null || number === null || !practiceNumbers(account).includes(number))
    throw invalid([{ path: ["to"], message: "expected a number of the practice line" }]);
  const phone = from === null ? null : phoneOf(account, from);
  if (from !== null && phone === null)
    throw invalid([{ path: ["from"], message: "expected a phone number, such as +13125550123" }]);
  return { line: { connection, number }, phone };
}

function phoneOf({ account }: StoredAccount, written: string): string | null {
  return normalisePhone(written, isCountry(account.country) ? account.country : "US");
}

async function write(
  deps: ApiDeps,
  access: Access,
  section: "carriers" | "numbers",
  fields: Record<string, unknown>,
): Promise<void> {
  const { accountId, actor, role } = access;
  const mayWriteOwners = mayDo(role, "owners:write");
  const edited = await editSettings(deps.database, {
    accountId,
    actor,
    section,
    id: null,
    fields,
    mayWriteOwners,
  });
  if (edited.ok) return tellNode(deps, accountId);
  if (edited.why === "stale")
    throw new ApiError("conflict", "somebody else opened the line just now: try again");
  return refuseChange(access, edited);
}
