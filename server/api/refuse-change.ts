import type { Edited } from "../../store/edit-settings.ts";
import type { Removed } from "../../store/remove-settings.ts";
import { ApiError, invalid } from "./api-error.ts";
import { type Access, authorize } from "./authorize.ts";

/** A change that was refused for another reason than being stale, as the API says it. */
export function refuseChange(
  access: Access,
  refused: Exclude<Edited | Removed, { ok: true } | { why: "stale" }>,
): never {
  switch (refused.why) {
    case "invalid":
      throw invalid(refused.problems);
    case "conflict": {
      const { path, message } = refused.problem;
      throw new ApiError("conflict", `${path.join(".")}: ${message}`, [refused.problem]);
    }
    case "inUse":
      throw new ApiError(
        "conflict",
        `${refused.numbers} numbers are at this carrier: move or remove them first`,
      );
    case "ownersOnly":
      authorize(access, access.slug, "owners:write");
      throw new ApiError("forbidden", "only an owner may change owners");
    case "notFound":
      throw new ApiError("notFound", "it is not there any more");
  }
}
