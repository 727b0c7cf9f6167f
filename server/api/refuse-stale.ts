import { readLastChanges } from "../../store/audit/read-audit.ts";
import type { Section } from "../../store/edit-settings.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError } from "./api-error.ts";

/** Who was too late is told by whom the thing was changed, and gets it as it is now. */
export async function refuseStale(
  { database }: ApiDeps,
  accountId: string,
  { section, id, current }: { section: Section; id: string; current: object | null },
): Promise<never> {
  const { last } = await readLastChanges(database.query, accountId, section, id);
  const by = last === null ? "" : ` by ${last.actorName}`;
  throw new ApiError("stale", `this was changed${by} since you opened it`, undefined, current);
}

/** The version that a request says it saw, by its If-Match header (RFC 9110 §13.1.1); null: any. */
export function readIfMatch(request: Request): string | null {
  const given = request.headers.get("if-match")?.trim() ?? "";
  if (given === "" || given === "*") return null;
  return given.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
}
