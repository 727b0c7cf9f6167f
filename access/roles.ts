/** The roles, from the most to the least powerful. */
export const ROLES = ["owner", "admin", "member"] as const;
export type Role = (typeof ROLES)[number];

/** Everything that may be done over the API, and the least role that may. */
const LEAST_ROLE = {
  "account:read": "admin",
  "account:write": "admin",
  "staff:read": "member",
  "staff:write": "admin",
  // Whoever makes an owner has an owner's power.
  "owners:write": "owner",
  "numbers:read": "member",
  "numbers:write": "admin",
  "leads:read": "member",
  "leads:write": "admin",
  "carriers:read": "admin",
  "carriers:write": "owner",
  // They send what customers do to whoever the address belongs to.
  "webhooks:read": "admin",
  "webhooks:write": "owner",
  "notices:read": "admin",
  "notices:send": "admin",
  "ownNotices:write": "member",
  "callers:read": "admin",
  "callers:write": "admin",
  "calls:read": "member",
  "calls:place": "member",
  "calls:placeForOthers": "admin",
  "calls:note": "member",
  "voicemails:read": "member",
  "voicemails:write": "member",
  "voicemails:fetch": "admin",
  "callbacks:read": "member",
  "callbacks:write": "member",
  "callbacks:assign": "admin",
  "campaigns:read": "member",
  "campaigns:work": "member",
  "campaigns:write": "admin",
  "conversations:read": "member",
  "conversations:write": "member",
  "conversations:assign": "admin",
  "texts:send": "member",
  "templates:read": "member",
  // Their own; everybody's need account:write.
  "templates:write": "member",
  "optOuts:read": "admin",
  "optOuts:write": "admin",
  "alerts:read": "admin",
  "whoRings:ask": "member",
  "practice:use": "admin",
  "audit:read": "admin",
  "audit:undo": "admin",
  "reports:read": "admin",
  "live:read": "member",
  "check:read": "admin",
  "preview:ask": "admin",
  "imports:write": "admin",
  // A key may have any role, so whoever makes one has an owner's power.
  "keys:read": "owner",
  "keys:write": "owner",
} as const satisfies Record<string, Role>;
export type Action = keyof typeof LEAST_ROLE;

/** Whether a role may do something. */
export function mayDo(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(LEAST_ROLE[action]);
}

/** The least role that may do something. */
export function leastRole(action: Action): Role {
  return LEAST_ROLE[action];
}

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
