import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { accountPath, ask, type Query } from "./ask.ts";
import { keyOf } from "./queries.ts";
import type {
  Conversation,
  ConversationItem,
  ListedConversation,
  Page,
  Registration,
  Template,
  TextReport,
} from "./types.ts";

const NOW_AND_THEN_MS = 15_000;

/** The path of a conversation; an id has a colon, and mostly a plus. */
export function conversationPath(slug: string, id: string, rest = "", query: Query = {}): string {
  return accountPath(slug, `/conversations/${encodeURIComponent(id)}${rest}`, query);
}

export function conversationsQuery(slug: string, filter: Query) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "conversations", "list", filter),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<ListedConversation>>(
        accountPath(slug, "/conversations", { ...filter, limit: 30, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function conversationQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "conversations", "one", id),
    queryFn: ({ signal }) => ask<Conversation>(conversationPath(slug, id), { signal }),
  });
}

export function itemsQuery(slug: string, id: string) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "conversations", "items", id),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<ConversationItem>>(conversationPath(slug, id, "/items", { limit: 40, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** For the menu of every page, as the count of callbacks is. */
export function unreadQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "conversations", "unread"),
    queryFn: ({ signal }) => ask<{ unread: number }>(accountPath(slug, "/conversations/count"), { signal }),
    refetchInterval: NOW_AND_THEN_MS,
  });
}

export function templatesQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "templates"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: Template[] }>(accountPath(slug, "/templates"), { signal })).items,
  });
}

export function registrationsQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "text-registrations"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: Registration[] }>(accountPath(slug, "/text-registrations"), { signal })).items,
  });
}

export function textReportQuery(slug: string, period: Query) {
  return queryOptions({
    queryKey: keyOf(slug, "text-report", period),
    queryFn: ({ signal }) => ask<TextReport>(accountPath(slug, "/text-report", period), { signal }),
    placeholderData: keepPreviousData,
  });
}
