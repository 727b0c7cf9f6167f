import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { noticeChoices } from "../../directory/notify-fields.ts";
import { USUAL_CHOICES } from "../../notify/notice-choices.ts";
import { editSettings } from "../../store/edit-settings.ts";
import { readStaff } from "../../store/read-settings.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";
import type { Access } from "./authorize.ts";
import { defineRoute } from "./define-route.ts";
import { refuseChange } from "./refuse-change.ts";
import { readIfMatch, refuseStale } from "./refuse-stale.ts";
import { tellNode } from "./tell-node.ts";

const choices = noticeChoices();
export const myNoticesSchema = z.object({
  notify: choices,
  version: z.string(),
  /** Whether they have a phone for texts. */
  hasPhone: z.boolean(),
});

/** What the person who asks is told of, in this account: theirs to choose, whatever their role. */
export function addOwnNoticeRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  defineRoute(app, deps, {
    method: "get",
    path: "/my-notices",
    action: "ownNotices:write",
    summary: "What the person who asks is told of",
    answer: myNoticesSchema,
    handle: ({ access }) => find(deps, access),
  });
  defineRoute(app, deps, {
    method: "patch",
    path: "/my-notices",
    action: "ownNotices:write",
    summary: "Change what the person who asks is told of: the fields given, the others stay",
    body: choices.partial(),
    answer: myNoticesSchema,
    handle: async ({ access, body, request }) => {
      const { accountId, actor } = access;
      const id = ownId(access);
      const edited = await editSettings(deps.database, {
        accountId,
        actor,
        section: "staff",
        id,
        fields: { notify: body },
        // An owner may change this of themselves, and nothing else is changed here.
        mayWriteOwners: true,
        version: readIfMatch(request),
      });
      if (!edited.ok) {
        if (edited.why !== "stale") return refuseChange(access, edited);
        return refuseStale(deps, accountId, { section: "staff", id, current: await find(deps, access) });
      }
      if (edited.changed) await tellNode(deps, accountId);
      return find(deps, access);
    },
  });
}

function ownId({ staffId }: Access): string {
  if (staffId !== null) return staffId;
  throw new ApiError(
    "notFound",
    "a key is no person: what a staff member is told of is among their settings",
  );
}

async function find({ database }: ApiDeps, access: Access) {
  const [found] = await readStaff(database.query, access.accountId, { id: ownId(access) });
  if (found === undefined) throw new ApiError("notFound", "it is not there any more");
  const { notify, phone } = found.settings;
  return { notify: notify ?? USUAL_CHOICES, version: found.version, hasPhone: phone !== null };
}
