import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { accountPath, ask, type Query } from "./ask.ts";
import { keyOf } from "./queries.ts";
import type { MyNotices, Notice, NoticeWithLog, Page, Webhook } from "./types.ts";

const SOON_MS = 2_000;
const NOW_AND_THEN_MS = 15_000;

export function webhooksQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "webhooks"),
    queryFn: async ({ signal }) =>
      (await ask<Page<Webhook>>(accountPath(slug, "/webhooks", { limit: 200 }), { signal })).items,
    refetchInterval: NOW_AND_THEN_MS,
  });
}

export function noticesQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "notices", "list", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Notice>>(accountPath(slug, "/notices", { ...filter, limit: 30, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    // What has not been tried yet is on its way at this moment.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((one) => one.state === "waiting" && one.tries === 0))
        ? SOON_MS
        : NOW_AND_THEN_MS,
  });
}

export function noticeQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "notices", "one", id),
    queryFn: ({ signal }) => ask<NoticeWithLog>(accountPath(slug, `/notices/${id}`), { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === "waiting" ? SOON_MS : false),
  });
}

export function myNoticesQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "my-notices"),
    queryFn: ({ signal }) => ask<MyNotices>(accountPath(slug, "/my-notices"), { signal }),
  });
}
