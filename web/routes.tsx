import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "./api/queries.ts";
import {
  CALL_FILTERS,
  CALLBACK_FILTERS,
  CONVERSATION_FILTERS,
  LEAD_FILTERS,
  NOTICE_FILTERS,
  readSearch,
  VOICEMAIL_FILTERS,
} from "./read-search.ts";
import { AccountFrame } from "./shell/account-frame.tsx";
import { ErrorPage, MissingPage } from "./shell/error-page.tsx";
import { Waiting } from "./shell/waiting.tsx";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: MissingPage,
  pendingComponent: Waiting,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me.person === null) throw redirect({ to: "/sign-in", search: {} });
    const [first] = me.accounts;
    if (first === undefined) throw redirect({ to: "/profile" });
    throw redirect({ to: "/a/$slug/calls", params: { slug: first.slug }, search: {} });
  },
});

const firstRun = createRoute({
  getParentRoute: () => root,
  path: "/first-run",
  component: lazyRouteComponent(() => import("./pages/first-run/first-run-page.tsx"), "FirstRunPage"),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (given) => readSearch(given, ["back"]),
  component: lazyRouteComponent(() => import("./pages/sign-in/sign-in-page.tsx"), "SignInPage"),
});
const acceptInvitation = createRoute({
  getParentRoute: () => root,
  path: "/accept-invitation",
  validateSearch: (given) => readSearch(given, ["token"]),
  component: lazyRouteComponent(
    () => import("./pages/sign-in/accept-invitation-page.tsx"),
    "AcceptInvitationPage",
  ),
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  validateSearch: (given) => readSearch(given, ["token", "error"]),
  component: lazyRouteComponent(() => import("./pages/sign-in/reset-password-page.tsx"), "ResetPasswordPage"),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: "/profile",
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me.person === null) throw redirect({ to: "/sign-in", search: { back: "/profile" } });
  },
  component: lazyRouteComponent(() => import("./pages/profile/profile-page.tsx"), "ProfilePage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/a/$slug",
  beforeLoad: async ({ context, params, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me.person === null) throw redirect({ to: "/sign-in", search: { back: location.href } });
    const found = me.accounts.find(({ slug }) => slug === params.slug);
    if (found === undefined) throw redirect({ to: "/" });
    return { account: found };
  },
  component: AccountFrame,
  pendingComponent: Waiting,
  errorComponent: ErrorPage,
});

const calls = createRoute({
  getParentRoute: () => account,
  path: "calls",
  validateSearch: (given) => readSearch(given, CALL_FILTERS),
  component: lazyRouteComponent(() => import("./pages/calls/calls-page.tsx"), "CallsPage"),
});
const call = createRoute({
  getParentRoute: () => account,
  path: "calls/$id",
  component: lazyRouteComponent(() => import("./pages/calls/call-page.tsx"), "CallPage"),
});
const campaigns = createRoute({
  getParentRoute: () => account,
  path: "campaigns",
  component: lazyRouteComponent(() => import("./pages/campaigns/campaigns-page.tsx"), "CampaignsPage"),
});
const campaign = createRoute({
  getParentRoute: () => account,
  path: "campaigns/$id",
  component: lazyRouteComponent(() => import("./pages/campaigns/campaign-page.tsx"), "CampaignPage"),
});
const editCampaign = createRoute({
  getParentRoute: () => account,
  path: "campaigns/$id/edit",
  validateSearch: (given) => readSearch(given, ["importId"]),
  component: lazyRouteComponent(() => import("./pages/campaigns/edit-campaign-page.tsx"), "EditCampaignPage"),
});
const callList = createRoute({
  getParentRoute: () => account,
  path: "campaigns/$id/list",
  component: lazyRouteComponent(() => import("./pages/campaigns/call-list-page.tsx"), "CallListPage"),
});
const callbacks = createRoute({
  getParentRoute: () => account,
  path: "callbacks",
  validateSearch: (given) => readSearch(given, CALLBACK_FILTERS),
  component: lazyRouteComponent(() => import("./pages/callbacks/callbacks-page.tsx"), "CallbacksPage"),
});
const conversations = createRoute({
  getParentRoute: () => account,
  path: "conversations",
  validateSearch: (given) => readSearch(given, CONVERSATION_FILTERS),
  component: lazyRouteComponent(
    () => import("./pages/conversations/conversations-page.tsx"),
    "ConversationsPage",
  ),
});
const voicemail = createRoute({
  getParentRoute: () => account,
  path: "voicemail",
  validateSearch: (given) => readSearch(given, VOICEMAIL_FILTERS),
  component: lazyRouteComponent(() => import("./pages/voicemail/voicemail-page.tsx"), "VoicemailPage"),
});
const whoRings = createRoute({
  getParentRoute: () => account,
  path: "who-rings",
  validateSearch: (given) => readSearch(given, ["from", "to", "at", "key", "attestation"]),
  component: lazyRouteComponent(() => import("./pages/who-rings/who-rings-page.tsx"), "WhoRingsPage"),
});
const leads = createRoute({
  getParentRoute: () => account,
  path: "leads",
  validateSearch: (given) => readSearch(given, LEAD_FILTERS),
  component: lazyRouteComponent(() => import("./pages/leads/leads-page.tsx"), "LeadsPage"),
});
const leadImport = createRoute({
  getParentRoute: () => account,
  path: "leads/import",
  validateSearch: (given) => readSearch(given, ["id"]),
  component: lazyRouteComponent(() => import("./pages/leads/import-page.tsx"), "ImportPage"),
});
const practice = createRoute({
  getParentRoute: () => account,
  path: "practice",
  component: lazyRouteComponent(() => import("./pages/practice/practice-page.tsx"), "PracticePage"),
});
const reports = createRoute({
  getParentRoute: () => account,
  path: "reports",
  validateSearch: (given) => readSearch(given, ["since", "until", "number"]),
  component: lazyRouteComponent(() => import("./pages/reports/reports-page.tsx"), "ReportsPage"),
});
const check = createRoute({
  getParentRoute: () => account,
  path: "check",
  component: lazyRouteComponent(() => import("./pages/check/check-page.tsx"), "CheckPage"),
});

const businessInfo = createRoute({
  getParentRoute: () => account,
  path: "settings/business-info",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/business-info-page.tsx"), "BusinessInfoPage"),
});
const myStaff = createRoute({
  getParentRoute: () => account,
  path: "settings/my-staff",
  validateSearch: (given) => readSearch(given, ["id", "field"]),
  component: lazyRouteComponent(() => import("./pages/settings/my-staff-page.tsx"), "MyStaffPage"),
});
const phoneNumbers = createRoute({
  getParentRoute: () => account,
  path: "settings/phone-numbers",
  validateSearch: (given) => readSearch(given, ["id", "field"]),
  component: lazyRouteComponent(() => import("./pages/settings/phone-numbers-page.tsx"), "PhoneNumbersPage"),
});
const phone = createRoute({
  getParentRoute: () => account,
  path: "settings/phone",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/phone-page.tsx"), "PhonePage"),
});
const texts = createRoute({
  getParentRoute: () => account,
  path: "settings/texts",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/texts-page.tsx"), "TextsPage"),
});
const routing = createRoute({
  getParentRoute: () => account,
  path: "settings/routing",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/routing-page.tsx"), "RoutingPage"),
});
const ringGroups = createRoute({
  getParentRoute: () => account,
  path: "settings/ring-groups",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/ring-groups-page.tsx"), "RingGroupsPage"),
});
const hours = createRoute({
  getParentRoute: () => account,
  path: "settings/hours",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/hours-page.tsx"), "HoursPage"),
});
const missedCalls = createRoute({
  getParentRoute: () => account,
  path: "settings/missed-calls",
  validateSearch: (given) => readSearch(given, ["field"]),
  component: lazyRouteComponent(() => import("./pages/settings/missed-calls-page.tsx"), "MissedCallsPage"),
});
const unwantedCallers = createRoute({
  getParentRoute: () => account,
  path: "settings/unwanted-callers",
  validateSearch: (given) => readSearch(given, ["search", "field"]),
  component: lazyRouteComponent(
    () => import("./pages/settings/unwanted-callers-page.tsx"),
    "UnwantedCallersPage",
  ),
});
const carriers = createRoute({
  getParentRoute: () => account,
  path: "settings/carriers",
  validateSearch: (given) => readSearch(given, ["id", "field"]),
  component: lazyRouteComponent(() => import("./pages/settings/carriers-page.tsx"), "CarriersPage"),
});
const webhooks = createRoute({
  getParentRoute: () => account,
  path: "settings/webhooks",
  validateSearch: (given) => readSearch(given, ["id", "field"]),
  component: lazyRouteComponent(() => import("./pages/settings/webhooks-page.tsx"), "WebhooksPage"),
});
const notices = createRoute({
  getParentRoute: () => account,
  path: "settings/notices",
  validateSearch: (given) => readSearch(given, NOTICE_FILTERS),
  component: lazyRouteComponent(() => import("./pages/settings/notices-page.tsx"), "NoticesPage"),
});
const apiKeys = createRoute({
  getParentRoute: () => account,
  path: "settings/api-keys",
  component: lazyRouteComponent(() => import("./pages/settings/api-keys-page.tsx"), "ApiKeysPage"),
});
const auditLog = createRoute({
  getParentRoute: () => account,
  path: "settings/audit-log",
  validateSearch: (given) => readSearch(given, ["section", "id"]),
  component: lazyRouteComponent(() => import("./pages/settings/audit-log-page.tsx"), "AuditLogPage"),
});

export const routeTree = root.addChildren([
  home,
  firstRun,
  signIn,
  acceptInvitation,
  resetPassword,
  profile,
  account.addChildren([
    calls,
    call,
    campaigns,
    campaign,
    editCampaign,
    callList,
    callbacks,
    conversations,
    voicemail,
    whoRings,
    leads,
    leadImport,
    practice,
    reports,
    check,
    businessInfo,
    myStaff,
    phoneNumbers,
    phone,
    texts,
    routing,
    ringGroups,
    hours,
    missedCalls,
    unwantedCallers,
    carriers,
    webhooks,
    notices,
    apiKeys,
    auditLog,
  ]),
]);
