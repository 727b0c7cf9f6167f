import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import type { CarrierConnection } from "../../carriers/carrier-connection.ts";
import { whyNot } from "../../carriers/inspect-numbers.ts";
import { planWebhooks, setupOf, type WebhookChange, webhooksOf } from "../../carriers/plan-webhooks.ts";
import { type NumberSetup, pointNumber, setupFor } from "../../carriers/twiml/point-number.ts";
import { CarrierError, type CarrierNumber, listNumbers } from "../../carriers/twiml/rest-client.ts";
import { type CarrierSettings, carrierSchema } from "../../directory/carrier-schema.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { editSettings } from "../../store/edit-settings.ts";
import {
  keepWebhookChange,
  readLastWebhookChange,
  settleWebhookChange,
} from "../../store/keep-webhook-changes.ts";
import { readStoredAccount } from "../../store/read-settings.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { parseOrRefuse } from "./read-request.ts";
import { refuseChange } from "./refuse-change.ts";
import { tellNode } from "./tell-node.ts";

const setup = z.object({
  voiceUrl: z.string(),
  voiceMethod: z.string(),
  statusCallback: z.string(),
  statusCallbackMethod: z.string(),
  application: z.string(),
  trunk: z.string(),
});
const plannedNumber = z.object({
  number: z.string(),
  before: setup,
  after: setup,
  overriddenBy: z.string(),
  points: z.enum(["here", "elsewhere", "nowhere"]),
  inAccount: z.boolean(),
});
const inspection = z.object({
  ok: z.boolean(),
  message: z.string().nullable(),
  numbers: z.array(plannedNumber),
  lastChange: z.object({ at: z.iso.datetime(), by: z.string(), numbers: z.array(z.string()) }).nullable(),
});
const chosen = z.strictObject({
  numbers: z
    .array(z.string(), { error: "expected the numbers whose calls are to come here" })
    .min(1, "expected at least one number")
    .max(1_000, "expected at most 1000 numbers at a time"),
});
const written = z.object({
  results: z.array(z.object({ number: z.string(), ok: z.boolean(), message: z.string().nullable() })),
});
type Results = z.output<typeof written>["results"];

/**
 * Connecting a carrier: its credentials are tried, its numbers are listed with the webhooks that would change, old
 * beside new, and only what is then chosen is written, after the old values were kept for undo (lessons.md, 20).
 */
export function addCarrierRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "post",
    path: "/carriers/inspect",
    action: "carriers:write",
    summary: "Try credentials that are not kept yet, and list the carrier's numbers; changes nothing",
    body: carrierSchema,
    answer: inspection,
    handle: async ({ access, body }) => {
      const settings = parseOrRefuse(carrierSchema, stripUnset(body)) as CarrierSettings;
      return inspect(deps, access, settings);
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/carriers/{id}/webhooks",
    action: "carriers:write",
    summary: "The numbers at a carrier, with where their calls go and what would be written",
    answer: inspection,
    handle: async ({ access, id }) => inspect(deps, access, await findCarrier(deps, access, id)),
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/carriers/{id}/webhooks",
    action: "carriers:write",
    summary: "Bring the calls of these numbers here; a number that is not the account's yet is added",
    body: chosen,
    answer: written,
    handle: async ({ access, id, body }) => {
      const { numbers } = parseOrRefuse(chosen, body);
      return { results: await bringHere(deps, access, await findCarrier(deps, access, id), numbers) };
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/carriers/{id}/webhooks/undo",
    action: "carriers:write",
    summary: "Put back what the last change of webhooks replaced, where nobody changed it since",
    body: z.strictObject({}),
    answer: written,
    handle: async ({ access, id }) => ({
      results: await putBack(deps, access, await findCarrier(deps, access, id)),
    }),
  });
}

async function inspect(deps: ApiDeps, access: Access, settings: CarrierSettings) {
  const connection = connectionOf(access, settings);
  const last = await readLastWebhookChange(deps.database.query, access.accountId, settings.id);
  const lastChange = last && {
    at: last.at.toISOString(),
    by: last.actorName,
    numbers: last.numbers.map(({ number }) => number),
  };
  let listed: CarrierNumber[];
  try {
    listed = await listNumbers(connection, deps.fetch);
  } catch (error) {
    return { ok: false, message: `${settings.kind} ${whyNot(error)}`, numbers: [], lastChange };
  }
  const account = await readStoredAccount(deps.database.query, { id: access.accountId });
  const ours = new Set(account?.numbers.map((one) => one.settings.number as string));
  const numbers = planWebhooks(listed, webhooksOf(deps.publicUrl, connection)).map((number) => ({
    ...number,
    inAccount: ours.has(number.number),
  }));
  return { ok: true, message: null, numbers, lastChange };
}

async function bringHere(
  deps: ApiDeps,
  access: Access,
  settings: CarrierSettings,
  numbers: readonly string[],
): Promise<Results> {
  const connection = connectionOf(access, settings);
  const listed = await listOrRefuse(deps, connection);
  const wanted = numbers.map((number, index) => {
    const found = listed.find((one) => one.number === number);
    if (found !== undefined) return found;
    throw invalid([
      { path: ["numbers", index], message: `${number} is not one of the numbers at this carrier` },
    ]);
  });
  await addMissing(deps, access, settings, numbers);
  const after = setupFor(webhooksOf(deps.publicUrl, connection));
  const changes = wanted
    .map(
      (number): WebhookChange => ({
        number: number.number,
        numberId: number.id,
        before: setupOf(number),
        after,
      }),
    )
    .filter(({ before }) => !isSame(connection, before, after));
  return writeAll(deps, access, connection, changes, numbers);
}

/** Writes one number after the other; what was not written is not kept as changed. */
async function writeAll(
  deps: ApiDeps,
  access: Access,
  connection: CarrierConnection,
  changes: WebhookChange[],
  numbers: readonly string[],
): Promise<Results> {
  const { accountId, actor } = access;
  const failed = new Map<string, string>();
  if (changes.length > 0) {
    const kept = { carrierId: connection.id, actorName: actor.name, numbers: changes };
    const id = await keepWebhookChange(deps.database.query, accountId, kept);
    for (const { number, numberId, before, after } of changes) {
      try {
        await pointNumber(connection, { id: numberId, now: before }, after, deps.fetch);
      } catch (error) {
        failed.set(number, whyNot(error));
      }
    }
    const left = changes.filter(({ number }) => !failed.has(number));
    if (left.length < changes.length) await settleWebhookChange(deps.database.query, accountId, id, left);
  }
  return numbers.map((number) => ({ number, ok: !failed.has(number), message: failed.get(number) ?? null }));
}

async function putBack(deps: ApiDeps, access: Access, settings: CarrierSettings): Promise<Results> {
  const connection = connectionOf(access, settings);
  const last = await readLastWebhookChange(deps.database.query, access.accountId, settings.id);
  if (last === null) throw new ApiError("notFound", "there is no change of webhooks to undo");
  const listed = await listOrRefuse(deps, connection);
  const results: Results = [];
  const left: WebhookChange[] = [];
  for (const change of last.numbers) {
    const found = listed.find(({ number }) => number === change.number);
    let message: string | null = null;
    // What somebody else wrote since is theirs: it stays, and there is nothing left to put back.
    if (found === undefined) message = "is not at this carrier any more";
    else if (!isSame(connection, setupOf(found), change.after))
      message = "was changed since, and stays as it is";
    else {
      try {
        const now = change.after;
        await pointNumber(connection, { id: change.numberId, now }, change.before, deps.fetch);
      } catch (error) {
        message = whyNot(error);
        left.push(change);
      }
    }
    results.push({ number: change.number, ok: message === null, message });
  }
  await settleWebhookChange(deps.database.query, access.accountId, last.id, left);
  return results;
}

/** At Telnyx the application that a number is on holds its addresses, and has another key than what was planned. */
function isSame({ kind }: CarrierConnection, one: NumberSetup, other: NumberSetup): boolean {
  const fields = Object.keys(one) as (keyof NumberSetup)[];
  return fields.every(
    (field) => one[field] === other[field] || (kind === "telnyx" && field === "application"),
  );
}

async function listOrRefuse(deps: ApiDeps, connection: CarrierConnection): Promise<CarrierNumber[]> {
  try {
    return await listNumbers(connection, deps.fetch);
  } catch (error) {
    if (!(error instanceof CarrierError) && !(error instanceof TypeError)) throw error;
    throw new ApiError("conflict", `${connection.kind} ${whyNot(error)}`);
  }
}

async function addMissing(
  deps: ApiDeps,
  access: Access,
  settings: CarrierSettings,
  numbers: readonly string[],
): Promise<void> {
  const { accountId, actor, role } = access;
  const account = await readStoredAccount(deps.database.query, { id: accountId });
  const ours = new Set(account?.numbers.map((one) => one.settings.number as string));
  for (const number of numbers.filter((one) => !ours.has(one))) {
    const fields = { number, carrier: settings.id };
    const mayWriteOwners = mayDo(role, "owners:write");
    const edited = await editSettings(deps.database, {
      accountId,
      actor,
      section: "numbers",
      id: null,
      fields,
      mayWriteOwners,
    });
    if (edited.ok) await tellNode(deps, accountId);
    else if (edited.why !== "stale") refuseChange(access, edited);
  }
}

async function findCarrier(deps: ApiDeps, { accountId }: Access, id: string): Promise<CarrierSettings> {
  const account = await readStoredAccount(deps.database.query, { id: accountId });
  const found = account?.carriers.find((one) => one.id === id)?.settings;
  if (found === undefined) throw new ApiError("notFound", `there is no carrier ${id}`);
  return found;
}

function connectionOf({ accountId }: Access, settings: CarrierSettings): CarrierConnection {
  return {
    id: settings.id,
    accountId,
    country: "",
    kind: settings.kind,
    accountSid: settings.accountSid ?? "",
    authToken: settings.authToken ?? "",
    credentials: {},
    apiBaseUrl: settings.apiBaseUrl,
  };
}
