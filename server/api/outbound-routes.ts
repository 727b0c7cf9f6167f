import { randomUUID } from "node:crypto";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { mayDo } from "../../access/roles.ts";
import { presentCall } from "../../calls/present-call.ts";
import { BROWSER } from "../../calls/script.ts";
import { CarrierError } from "../../carriers/twiml/ask-rest.ts";
import { stripUnset } from "../../directory/strip-unset.ts";
import { DEFAULT_DISPOSITIONS } from "../../outbound/outbound-settings.ts";
import { readCallNotes, readDispositions, writeCallNote } from "../../store/outbound/keep-call-notes.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { callSchema, placedCallSchema } from "./api-schemas.ts";
import { type Access, onlyStaff } from "./authorize.ts";
import { findSeen } from "./call-routes.ts";
import { defineRoute } from "./define-route.ts";
import { readPhone } from "./read-phone.ts";
import { parseOrRefuse } from "./read-request.ts";

const NOTE_MAX = 2_000;
const KEY_HEADER = "idempotency-key";
const id = (what: string) => z.string().regex(/^\d{1,18}$/, `expected the id of a ${what}`);
const key = z
  .string()
  .regex(
    /^[\w-]{1,100}$/,
    "expected 1 to 100 letters, digits, hyphens or underscores, made anew for each call",
  );
const orderSchema = z.strictObject({
  lead: id("lead").optional(),
  /** A phone; with a lead, one of theirs. */
  to: z.string().max(100).optional(),
  /** The business number that is shown; left out: by the sender rule. */
  from: z.string().max(100).optional(),
  /** Who makes the call; left out: whoever asks. */
  staff: id("staff member").optional(),
  /** `browser`: the browser of whoever asks is their side of it; left out: their own phone rings. */
  via: z.enum(["phone", "browser"]).optional(),
  /** The same key is the same call; as the header Idempotency-Key too. */
  key: key.optional(),
});
const noteSchema = z
  .strictObject({ disposition: z.string().nullable(), note: z.string().trim().max(NOTE_MAX).nullable() })
  .partial();
const noted = z.object({ disposition: z.string().nullable(), note: z.string().nullable() });

/** Calls that staff members make from the app, and what they note of calls. */
export function addOutboundRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "post",
    path: "/calls",
    action: "calls:place",
    summary: "Call a lead or a phone: the staff member's own phone rings first, and with 1 the call goes out",
    body: orderSchema,
    answer: placedCallSchema,
    status: 201,
    handle: async ({ access, body, request }) => {
      const given = request.headers.get(KEY_HEADER);
      const order = parseOrRefuse(orderSchema, stripUnset(given === null ? body : { ...body, key: given }));
      const started = await deps.outbound.start({
        accountId: access.accountId,
        staffId: order.via === "browser" ? whoSpeaks(access, order.staff) : whoCalls(access, order.staff),
        leadId: order.lead,
        to: order.to,
        from: await readPhone(deps, access.accountId, "from", order.from),
        via: order.via === "browser" ? BROWSER : undefined,
        key: order.key ?? randomUUID(),
        onlyStaff: onlyStaff(access),
      });
      // Also where the key is that of a call from somebody's browser: its pass is for whoever asks from there.
      const pass = started.ok && order.via === "browser" ? started.browser : null;
      if (started.ok) return { ...presentCall(started.record), browser: pass };
      if (started.field !== null) throw invalid([{ path: [started.field], message: started.text }]);
      throw new ApiError(started.code, started.text);
    },
  });
  defineRoute(app, deps, {
    method: "post",
    path: "/calls/{id}/hang-up",
    action: "calls:place",
    summary: "End a call that was made from here",
    body: z.strictObject({}),
    answer: callSchema,
    handle: async ({ access, id: callId }) => {
      const record = await findSeen(deps, access, callId);
      const { outbound } = record.script;
      if (outbound === undefined)
        throw new ApiError("conflict", "this call came in: only its caller or whoever answered can end it");
      if (outbound.staffId !== access.staffId && !mayDo(access.role, "calls:placeForOthers"))
        throw new ApiError("forbidden", "this call is another staff member's");
      try {
        if (record.state.outcome === null) await deps.outbound.end(record, access.actor.name);
      } catch (error) {
        if (!(error instanceof CarrierError)) throw error;
        throw new ApiError("conflict", "the carrier did not end the call: hang up on your phone");
      }
      return presentCall(await findSeen(deps, access, callId));
    },
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/calls/{id}",
    action: "calls:note",
    summary: "Note what a call came to: one of the account's dispositions, and words",
    body: noteSchema,
    answer: noted,
    handle: async ({ access, id: callId, body }) => {
      await findSeen(deps, access, callId);
      const { disposition, note } = parseOrRefuse(noteSchema, body);
      await refuseUnknownDisposition(deps, access, disposition);
      const { query } = deps.database;
      const change = { disposition, note: note === "" ? null : note };
      const by = { actor: access.actor.name, now: deps.now() };
      await writeCallNote(query, { accountId: access.accountId, callId }, change, by);
      const written = await readCallNotes(query, access.accountId, [callId]);
      return written.get(callId) ?? { disposition: null, note: null };
    },
  });
  defineRoute(app, deps, {
    method: "get",
    path: "/dispositions",
    action: "calls:read",
    summary: "What calls can come to, in the account's own words",
    answer: z.object({ items: z.array(z.string()) }),
    handle: async ({ access }) => ({ items: await dispositionsOf(deps, access) }),
  });
}

/** Whose phone rings: a person's own; for a key, or another's, an admin says whose. */
function whoCalls({ staffId, role }: Access, asked: string | undefined): string {
  const who = asked ?? staffId;
  if (who === null)
    throw invalid([
      { path: ["staff"], message: "expected the id of who makes the call: a key has no phone" },
    ]);
  if (who !== staffId && !mayDo(role, "calls:placeForOthers"))
    throw new ApiError("forbidden", "to have another staff member call needs the role admin or above");
  return who;
}

/** Whose browser it is: nobody else's, and a key has none. */
function whoSpeaks({ staffId }: Access, asked: string | undefined): string {
  if (staffId !== null && (asked ?? staffId) === staffId) return staffId;
  throw invalid([
    { path: ["via"], message: "expected phone: only whoever is signed in can call from their own browser" },
  ]);
}

async function dispositionsOf({ database }: ApiDeps, { accountId }: Access): Promise<string[]> {
  return (await readDispositions(database.query, accountId)) ?? [...DEFAULT_DISPOSITIONS];
}

/** Refuses what is none of the account's dispositions. */
export async function refuseUnknownDisposition(
  deps: ApiDeps,
  access: Access,
  disposition: string | null | undefined,
): Promise<void> {
  if (disposition == null) return;
  const known = await dispositionsOf(deps, access);
  if (known.includes(disposition)) return;
  throw invalid([{ path: ["disposition"], message: `expected one of: ${known.join(", ")}` }]);
}
