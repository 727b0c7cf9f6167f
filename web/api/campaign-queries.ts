import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { accountPath, ask } from "./ask.ts";
import { keyOf } from "./queries.ts";
import type { Campaign, CampaignRecipient, CampaignResults, InHand, Page } from "./types.ts";

/** While something happens to it, it is read again so often. */
const LIVE_MS = 2_000;

export function campaignsQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "campaigns", "list"),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<Campaign>>(accountPath(slug, "/campaigns", { limit: 50, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

/** Whether something goes on with a campaign by itself. */
export function isLive({ state, list }: Campaign): boolean {
  return state === "running" || state === "scheduled" || list.state === "gathering";
}

export function campaignQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "campaigns", "one", id),
    queryFn: ({ signal }) => ask<Campaign>(accountPath(slug, `/campaigns/${id}`), { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isLive(data) ? LIVE_MS : false),
  });
}

/** What it came to; read anew when it comes into another state, so that the last figures are not missed. */
export function campaignResultsQuery(slug: string, campaign: Campaign) {
  const { id, state, list } = campaign;
  return queryOptions({
    queryKey: keyOf(slug, "campaigns", "results", id, state, list.at),
    queryFn: ({ signal }) => ask<CampaignResults>(accountPath(slug, `/campaigns/${id}/results`), { signal }),
    refetchInterval: isLive(campaign) ? LIVE_MS : false,
    placeholderData: keepPreviousData,
  });
}

export function recipientsQuery(slug: string, id: string, state: string | null) {
  return infiniteQueryOptions({
    queryKey: keyOf(slug, "campaigns", "recipients", id, state),
    queryFn: ({ signal, pageParam }) =>
      ask<Page<CampaignRecipient>>(
        accountPath(slug, `/campaigns/${id}/recipients`, { state, limit: 25, cursor: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

export function inHandQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: keyOf(slug, "campaigns", "in-hand", id),
    queryFn: ({ signal }) => ask<InHand>(accountPath(slug, `/campaigns/${id}/in-hand`), { signal }),
  });
}

export type ListedImport = { id: string; fileName: string; rows: number; at: string };

export function importsQuery(slug: string) {
  return queryOptions({
    queryKey: keyOf(slug, "imports"),
    queryFn: async ({ signal }) =>
      (await ask<{ items: ListedImport[] }>(accountPath(slug, "/leads/imports"), { signal })).items,
  });
}
