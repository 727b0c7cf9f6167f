import type { LeadFilter } from "../../store/leads/lead-filter.ts";
import { type Access, onlyStaff } from "./authorize.ts";

/** A filter that finds nothing but what this person may see; null where that is nothing. */
export function ownLeads(access: Access, filter: LeadFilter): LeadFilter | null {
  const only = onlyStaff(access);
  if (only === undefined) return filter;
  if (filter.assignedTo !== undefined && filter.assignedTo !== only) return null;
  return { ...filter, assignedTo: only };
}
