import {
  type Icon,
  IconAddressBook,
  IconBan,
  IconBellRinging,
  IconBuilding,
  IconChartBar,
  IconClock,
  IconDeviceMobile,
  IconHash,
  IconHistory,
  IconKey,
  IconListCheck,
  IconMessageCog,
  IconMessageReply,
  IconMessages,
  IconPhoneCall,
  IconPhoneOutgoing,
  IconPlugConnected,
  IconQuestionMark,
  IconRecordMail,
  IconRoute,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from "@tabler/icons-react";
import type { Action } from "../../access/roles.ts";

/** A page of an account: its address below `/a/<account>/`, and who may see it. */
export type Place = { to: string; label: string; hint: string; icon: Icon; needs: Action };

export const PLACES = [
  { to: "calls", label: "Calls", hint: "Now, and what happened", icon: IconPhoneCall, needs: "calls:read" },
  {
    to: "callbacks",
    label: "Callbacks",
    hint: "Callers who reached nobody",
    icon: IconPhoneOutgoing,
    needs: "callbacks:read",
  },
  {
    to: "conversations",
    label: "Conversations",
    hint: "Texts, calls and notes with each lead",
    icon: IconMessages,
    needs: "conversations:read",
  },
  {
    to: "voicemail",
    label: "Voicemail",
    hint: "Messages that callers left",
    icon: IconRecordMail,
    needs: "voicemails:read",
  },
  {
    to: "who-rings",
    label: "Who rings?",
    hint: "Where a call would go, and why",
    icon: IconQuestionMark,
    needs: "whoRings:ask",
  },
  { to: "leads", label: "Leads", hint: "People who may call", icon: IconAddressBook, needs: "leads:read" },
  {
    to: "practice",
    label: "Practice",
    hint: "Call yourself without a carrier",
    icon: IconDeviceMobile,
    needs: "practice:use",
  },
  {
    to: "reports",
    label: "Reports",
    hint: "Answered, missed, how fast",
    icon: IconChartBar,
    needs: "reports:read",
  },
  {
    to: "check",
    label: "Check",
    hint: "Callers who would reach nobody",
    icon: IconListCheck,
    needs: "check:read",
  },
] as const satisfies readonly Place[];

export const SETTINGS = [
  {
    to: "settings/business-info",
    label: "Business Info",
    hint: "Company data, company phone, time zone",
    icon: IconBuilding,
    needs: "account:read",
  },
  {
    to: "settings/my-staff",
    label: "My Staff",
    hint: "Team management: people and their phones",
    icon: IconUsers,
    needs: "staff:read",
  },
  {
    to: "settings/phone-numbers",
    label: "Phone Numbers",
    hint: "Forwarding number, number's user, ladder",
    icon: IconHash,
    needs: "numbers:read",
  },
  {
    to: "settings/phone",
    label: "Phone",
    hint: "Default outbound number",
    icon: IconSettings,
    needs: "account:read",
  },
  {
    to: "settings/texts",
    label: "Texts",
    hint: "Templates, answer to HELP, limits",
    icon: IconMessageCog,
    needs: "templates:read",
  },
  {
    to: "settings/routing",
    label: "Routing",
    hint: "Default ladder, seconds, screening",
    icon: IconRoute,
    needs: "account:read",
  },
  {
    to: "settings/ring-groups",
    label: "Ring Groups",
    hint: "People who are rung together or in turn",
    icon: IconUsersGroup,
    needs: "account:read",
  },
  {
    to: "settings/hours",
    label: "Hours",
    hint: "Opening hours, holidays, while closed",
    icon: IconClock,
    needs: "account:read",
  },
  {
    to: "settings/missed-calls",
    label: "Missed Calls",
    hint: "Text-back, callbacks, who wants no texts",
    icon: IconMessageReply,
    needs: "account:read",
  },
  {
    to: "settings/unwanted-callers",
    label: "Unwanted callers",
    hint: "Block list, withheld, silent callers",
    icon: IconBan,
    needs: "callers:read",
  },
  {
    to: "settings/carriers",
    label: "Carriers",
    hint: "Twilio, SignalWire, Telnyx",
    icon: IconPlugConnected,
    needs: "carriers:read",
  },
  {
    to: "settings/webhooks",
    label: "Webhooks",
    hint: "Events for other programs, and what came of them",
    icon: IconWebhook,
    needs: "webhooks:read",
  },
  {
    to: "settings/notices",
    label: "Notices",
    hint: "What people were told, and what could not be delivered",
    icon: IconBellRinging,
    needs: "notices:read",
  },
  {
    to: "settings/api-keys",
    label: "API keys",
    hint: "For programs",
    icon: IconKey,
    needs: "keys:read",
  },
  {
    to: "settings/audit-log",
    label: "Audit log",
    hint: "Who changed what, and undo",
    icon: IconHistory,
    needs: "audit:read",
  },
] as const satisfies readonly Place[];

/** The address of a page of an account. */
export function placeAddress(slug: string, to: string): string {
  return `/a/${slug}/${to}`;
}
