import { Button, Card, Group, ScrollArea, SegmentedControl, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { conversationsQuery } from "../../api/conversation-queries.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { CONVERSATION_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { ConversationRow } from "./conversation-row.tsx";

const FROM = "/a/$slug/conversations";
const SHOWN = [
  { value: "all", label: "All" },
  { value: "unread", label: "Unread" },
  { value: "needsAnswer", label: "Needs answer" },
];
const MINE = { value: "mine", label: "Mine" };
const NOBODY = { value: "nobody", label: "Nobody's" };

/** The conversations that fit a filter; what is unread comes first. */
export function ConversationList(props: { opened: string | undefined; onOpen: (id: string) => void }) {
  const { slug, role, staffId } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const show = search.show ?? "all";
  const filter = {
    unread: show === "unread" ? true : undefined,
    needsAnswer: show === "needsAnswer" ? true : undefined,
    owner: search.owner,
  };
  const found = useInfiniteQuery(conversationsQuery(slug, filter));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: { show?: string; owner?: string | null }) =>
    void navigate({ search: readSearch({ ...search, ...change }, CONVERSATION_FILTERS), replace: true });
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Which conversations"
          data={SHOWN}
          value={show}
          onChange={(next) => set({ show: next })}
          style={{ flexGrow: 1 }}
        />
        {/* A member sees their own alone. */}
        {role !== "member" && (
          <StaffSelect
            by="id"
            size="xs"
            aria-label="Whose conversations"
            placeholder="Everybody's"
            first={staffId === null ? [NOBODY] : [MINE, NOBODY]}
            value={search.owner ?? null}
            onChange={(owner) => set({ owner })}
            style={{ flexGrow: 1 }}
          />
        )}
      </Group>
      {found.isPending && <WaitingRows />}
      {found.isError && <CouldNotRead error={found.error} again={found.refetch} />}
      {found.isSuccess && items.length === 0 && (
        <Card>
          <Text size="sm" c="dimmed">
            {show === "all"
              ? "Nothing yet. Calls and texts come here by themselves."
              : "Nothing here: all done."}
          </Text>
        </Card>
      )}
      {items.length > 0 && (
        <Card padding={0} component="section" aria-label="List of conversations">
          <ScrollArea.Autosize mah="calc(100dvh - 250px)" type="auto">
            <ul className="conversations">
              {items.map((one) => (
                <ConversationRow
                  key={one.id}
                  conversation={one}
                  opened={one.id === props.opened}
                  onOpen={() => props.onOpen(one.id)}
                />
              ))}
            </ul>
            {found.hasNextPage && (
              <Button
                variant="subtle"
                fullWidth
                onClick={() => void found.fetchNextPage()}
                loading={found.isFetchingNextPage}
              >
                Show more
              </Button>
            )}
          </ScrollArea.Autosize>
        </Card>
      )}
    </Stack>
  );
}
