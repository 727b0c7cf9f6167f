/** What narrows a list of leads, as it stands in the address. */
export type LeadFilter = { search?: string; assignedTo?: string; blocked?: string };
