import { z } from "@hono/zod-openapi";
import type { LeadFilter } from "../../store/leads/lead-filter.ts";

/** Which leads: the fields of a query, and of what is done to many at once. */
export const leadFilterFields = {
  search: z.string().max(100).optional(),
  assignedTo: z
    .string()
    .regex(/^(\d{1,18}|none)$/, "expected the id of a staff member, or none")
    .optional(),
  blocked: z.enum(["true", "false"], { error: "expected true or false" }).optional(),
};
type Given = z.output<z.ZodObject<typeof leadFilterFields>>;

/** The filter that these fields mean. */
export function readFilter({ search, assignedTo, blocked }: Given): LeadFilter {
  return {
    // A text can't hold it, so no name does.
    search: search?.replaceAll("\0", ""),
    assignedTo: assignedTo === "none" ? null : assignedTo,
    blocked: blocked === undefined ? undefined : blocked === "true",
  };
}
