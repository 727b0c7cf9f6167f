import type { LeadFilter } from "../../store/leads/lead-filter.ts";
import type { Access } from "./authorize.ts";

/** Whose leads and calls alone somebody sees: a member's own. Null: everybody's. */
export function onlyOf({ role, staffId }: Access): string | null {
  return role === "member" ? staffId : null;
}

/** A filter that finds nothing but what this person may see; null where that is nothing. */
export function ownLeads(access: Access, filter: LeadFilter): LeadFilter | null {
  const only = onlyOf(access);
  if (only === null) return filter;
  if (filter.assignedTo !== undefined && filter.assignedTo !== only) return null;
  return { ...filter, assignedTo: only };
}
