import { Button, Group, SegmentedControl, Stack } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { accountPath } from "../../api/ask.ts";
import { useEvents } from "../../api/follow-events.ts";
import { callbacksQuery, keyOf } from "../../api/queries.ts";
import type { CallbackCount } from "../../api/types.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { CALLBACK_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { CallbackCard } from "./callback-card.tsx";
import { NoCallbacks } from "./no-callbacks.tsx";

const FROM = "/a/$slug/callbacks";
const STATES = [
  { value: "open", label: "Open" },
  { value: "done", label: "Done" },
];
const MINE = { value: "mine", label: "Mine" };
const NOBODY = { value: "nobody", label: "Nobody's" };

/** Callers whom nobody has talked to yet: those who wait longest come first. */
export function CallbacksPage() {
  const { slug, role, staffId } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const state = search.state === "done" ? "done" : "open";
  const callbacks = useInfiniteQuery(callbacksQuery(slug, { state, owner: search.owner }));
  useChanges(slug);
  const items = callbacks.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: { state?: string; owner?: string | null }) =>
    void navigate({ search: readSearch({ ...search, ...change }, CALLBACK_FILTERS), replace: true });
  return (
    <Page
      title="Callbacks"
      about="Callers who reached nobody. Each stays here until somebody has talked to them; who waits longest comes first."
    >
      <Stack gap="sm">
        <Group gap="xs">
          <SegmentedControl
            aria-label="Which callbacks"
            data={STATES}
            value={state}
            onChange={(next) => set({ state: next })}
          />
          {/* A member sees their own alone. */}
          {role !== "member" && (
            <StaffSelect
              by="id"
              aria-label="Whose callbacks"
              placeholder="Everybody's"
              w={200}
              first={staffId === null ? [NOBODY] : [MINE, NOBODY]}
              value={search.owner ?? null}
              onChange={(owner) => set({ owner })}
            />
          )}
        </Group>
        {callbacks.isPending && <WaitingRows />}
        {callbacks.isError && <CouldNotRead error={callbacks.error} again={callbacks.refetch} />}
        {callbacks.isSuccess && items.length === 0 && (
          <NoCallbacks state={state} filtered={search.owner !== undefined} />
        )}
        {items.map((callback) => (
          <CallbackCard key={callback.id} callback={callback} />
        ))}
        {callbacks.hasNextPage && (
          <Button
            variant="default"
            onClick={() => void callbacks.fetchNextPage()}
            loading={callbacks.isFetchingNextPage}
            style={{ alignSelf: "center" }}
          >
            Show more
          </Button>
        )}
      </Stack>
    </Page>
  );
}

/** What is shown is read again whenever the server says that something has changed. */
function useChanges(slug: string): void {
  const queries = useQueryClient();
  const { data } = useEvents<CallbackCount>(accountPath(slug, "/callbacks/live"), "callbacks");
  useEffect(() => {
    if (data !== null) void queries.invalidateQueries({ queryKey: keyOf(slug, "callbacks") });
  }, [data, queries, slug]);
}
