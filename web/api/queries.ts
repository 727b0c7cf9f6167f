import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { accountPath, ask, type Query, Refusal } from "./ask.ts";
import type {
  Account,
  ApiKey,
  AuditEntry,
  BlockedCaller,
  BlockedPreview,
  BusinessNumber,
  Call,
  Callback,
  CallbackCount,
  CallbackWithHistory,
  CallWithStory,
  Carrier,
  Decision,
  Finding,
  HeldOff,
  Lead,
  Me,
  OptOut,
  Page,
  Reports,
  Staff,
  UploadedGreeting,
  Voicemail,
} from "./types.ts";

/** Everything that is asked of an account begins with this, so that a change can make all of it stale. */
export function keyOf(slug: string, ...rest: readonly unknown[]) {
  return ["account", slug, ...rest] as const;
}

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => ask<Me>("/api/v1/me", { signal }),
  staleTime: 60_000,
});

export function accountQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "settings"),
    queryFn: ({ signal }) => ask<Account>(accountPath(slug), { signal }),
  });
}

const LISTED_MAX = 200;

/** All items of a section that a business has few of: staff, numbers, carriers. */
async function readAll<T>(slug: string, path: string, signal: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await ask(accountPath(slug, path, { limit: LISTED_MAX, cursor }), { signal });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

export function staffQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "staff"),
    queryFn: ({ signal }) => readAll<Staff>(slug, "/staff", signal),
  });
}

export function numbersQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "numbers"),
    queryFn: ({ signal }) => readAll<BusinessNumber>(slug, "/numbers", signal),
  });
}

export function carriersQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "carriers"),
    queryFn: ({ signal }) => readAll<Carrier>(slug, "/carriers", signal),
  });
}

export function apiKeysQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "api-keys"),
    queryFn: async ({ signal }) =>
      (await ask<Page<ApiKey>>(accountPath(slug, "/api-keys"), { signal })).items,
  });
}

export function leadQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "leads", "one", id),
    queryFn: ({ signal }) => ask<Lead>(accountPath(slug, `/leads/${id}`), { signal }),
  });
}

export function leadsQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "leads", "list", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Lead>>(accountPath(slug, "/leads", { ...filter, limit: 50, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function leadCountQuery(slug: string, filter: Query) {
  return queryOptions({
    queryKey: keyOf(slug, "leads", "count", filter),
    queryFn: ({ signal }) =>
      ask<{ count: number; exact: boolean }>(accountPath(slug, "/leads/count", filter), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function callsQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "calls", "list", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Call>>(accountPath(slug, "/calls", { ...filter, limit: 30, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function callQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "calls", "one", id),
    queryFn: ({ signal }) => ask<CallWithStory>(accountPath(slug, `/calls/${id}`), { signal }),
    // A call in progress tells more of itself every moment.
    refetchInterval: ({ state: { data } }) => {
      const recordings = [data?.voicemail, data?.talk];
      if (data?.outcome === null || recordings.some((one) => one?.recording.state === "waiting"))
        return SOON_MS;
      // A text may follow it, and somebody may call back.
      return Date.now() - Date.parse(data?.endedAt ?? "") < FOLLOWED_MS ? NOW_AND_THEN_MS : false;
    },
  });
}

/** What calls can come to, in the account's own words. */
export function dispositionsQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "dispositions"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: string[] }>(accountPath(slug, "/dispositions"), { signal })).items,
    staleTime: 60_000,
  });
}

export function greetingsQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "greetings"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: UploadedGreeting[] }>(accountPath(slug, "/greetings"), { signal })).items,
  });
}

export function blockListQuery(slug: string, search: string) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "blocked-callers", "list", search),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<BlockedCaller>>(
        accountPath(slug, "/blocked-callers", { search, limit: 50, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The entries of the block list that may cover this caller. */
export function blockedQuery(slug: string, caller: string) {
  return queryOptions({
    queryKey: keyOf(slug, "blocked-callers", "of", caller),
    queryFn: async ({ signal }) =>
      (await ask<Page<BlockedCaller>>(accountPath(slug, "/blocked-callers", { search: caller }), { signal }))
        .items,
  });
}

export function blockedPreviewQuery(slug: string, caller: string) {
  return queryOptions({
    queryKey: keyOf(slug, "blocked-callers", "preview", caller),
    queryFn: ({ signal }) =>
      ask<BlockedPreview>(accountPath(slug, "/blocked-callers/preview"), {
        method: "POST",
        body: { caller },
        signal,
      }),
    enabled: caller !== "",
    retry: false,
  });
}

/** Somebody may be held off at any time, and is let through by the clock. */
export function heldOffQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "held-off-callers"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: HeldOff[] }>(accountPath(slug, "/held-off-callers"), { signal })).items,
    refetchInterval: NOW_AND_THEN_MS,
  });
}

const SOON_MS = 2_000;
const NOW_AND_THEN_MS = 15_000;
/** How long after its end a call's story is likely to go on. */
const FOLLOWED_MS = 600_000;

export function voicemailsQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "voicemails", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Voicemail>>(accountPath(slug, "/voicemails", { ...filter, limit: 30, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // Somebody may leave one at any time, and its recording follows in a moment.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ recording }) => recording.state === "waiting"))
        ? SOON_MS
        : NOW_AND_THEN_MS,
  });
}

export function callbacksQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "callbacks", "list", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Callback>>(accountPath(slug, "/callbacks", { ...filter, limit: 30, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function callbackQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "callbacks", "one", id),
    queryFn: ({ signal }) => ask<CallbackWithHistory>(accountPath(slug, `/callbacks/${id}`), { signal }),
  });
}

/** For the menu of every page: a connection of its own for each would be too many for a browser. */
export function callbackCountQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "callbacks", "count"),
    queryFn: ({ signal }) => ask<CallbackCount>(accountPath(slug, "/callbacks/count"), { signal }),
    refetchInterval: NOW_AND_THEN_MS,
  });
}

export function optOutsQuery(slug: string, search: string) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "opt-outs", search),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<OptOut>>(accountPath(slug, "/opt-outs", { limit: 50, search, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** With `webhooks` the carriers are asked too, which takes as long as they do. */
export function checkQuery(slug: string, webhooks: boolean) {
  return queryOptions({
    queryKey: keyOf(slug, "check", webhooks),
    queryFn: ({ signal }) =>
      ask<{ findings: Finding[] }>(accountPath(slug, "/check", webhooks ? { webhooks: 1 } : {}), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function auditQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "audit", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<AuditEntry>>(accountPath(slug, "/audit", { ...filter, limit: 50, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

export function reportsQuery(slug: string, filter: Query) {
  return queryOptions({
    queryKey: keyOf(slug, "reports", filter),
    queryFn: ({ signal }) => ask<Reports>(accountPath(slug, "/reports", filter), { signal }),
    placeholderData: keepPreviousData,
  });
}

export function whoRingsQuery(
  slug: string,
  question: {
    from: string | null;
    to: string;
    at?: string;
    menuKey?: string | undefined;
    attestation?: string;
  },
) {
  return queryOptions({
    queryKey: keyOf(slug, "who-rings", question),
    queryFn: ({ signal }) =>
      ask<{ decision: Decision }>(accountPath(slug, "/who-rings"), {
        method: "POST",
        body: question,
        signal,
      }),
    enabled: question.to !== "",
    placeholderData: keepPreviousData,
  });
}

/** What the server will say again tomorrow is not asked again now. */
export function shouldAskAgain(failures: number, error: unknown): boolean {
  const mayPass = error instanceof Refusal && (error.status === 0 || error.status >= 502);
  return mayPass && failures < 3;
}
