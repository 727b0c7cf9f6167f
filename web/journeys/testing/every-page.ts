/** Below `/a/<account>/`. */
const ACCOUNT_PAGES: Record<string, string> = {
  calls: "calls",
  callbacks: "callbacks",
  "callbacks-done": "callbacks?state=done",
  conversations: "conversations",
  conversation: "conversations?id=lead%3A1",
  voicemail: "voicemail",
  "who-rings": "who-rings?from=%2B13125550123",
  campaigns: "campaigns",
  "new-campaign": "campaigns/new/edit",
  // Of make-campaigns.ts.
  "campaign-draft": "campaigns/1",
  "call-list": "campaigns/2/list",
  "campaign-done": "campaigns/3",
  leads: "leads",
  "edit-lead": "leads?lead=1",
  import: "leads/import",
  practice: "practice",
  reports: "reports",
  check: "check",
  "business-info": "settings/business-info",
  "my-staff": "settings/my-staff",
  "edit-staff": "settings/my-staff?id=2",
  "phone-numbers": "settings/phone-numbers",
  "edit-number": "settings/phone-numbers?id=1",
  phone: "settings/phone",
  texts: "settings/texts",
  routing: "settings/routing",
  "ring-groups": "settings/ring-groups",
  hours: "settings/hours",
  "missed-calls": "settings/missed-calls",
  "unwanted-callers": "settings/unwanted-callers",
  carriers: "settings/carriers",
  "connect-carrier": "settings/carriers?id=new",
  webhooks: "settings/webhooks",
  "add-webhook": "settings/webhooks?id=new",
  notices: "settings/notices",
  "api-keys": "settings/api-keys",
  "audit-log": "settings/audit-log",
};

/** Every page for people who are signed in, by a name for its picture; `call` is one of the account's. */
export function signedInPages(slug: string, call: string): Record<string, string> {
  const inAccount = Object.entries({ ...ACCOUNT_PAGES, call: `calls/${call}` });
  const paths = Object.fromEntries(inAccount.map(([name, path]) => [name, `/a/${slug}/${path}`]));
  return { ...paths, profile: "/profile" };
}

/** And those for people who are not. */
export const PUBLIC_PAGES: Record<string, string> = {
  "sign-in": "/sign-in",
  "reset-password": "/reset-password",
  "choose-password": "/reset-password#token",
  "accept-invitation": "/accept-invitation#token",
  "first-run": "/first-run",
};
