import { Button, Card, Group, ScrollArea, SegmentedControl, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { conversationsQuery } from "../../api/conversation-queries.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { SearchField } from "../../parts/search-field.tsx";
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

function sayNothing(show: string, owner: string | undefined, words: string): string {
  if (words !== "")
    return `${show === "all" && owner === undefined ? "No conversation" : "None of these conversations"} has “${words}” in its name, its phones or its texts.`;
  return show === "all" ? "Nothing yet. Calls and texts come here by themselves." : "Nothing here: all done.";
}

/** The conversations that fit a filter; what is unread comes first. */
export function ConversationList(props: { opened: string | undefined; onOpen: (id: string) => void }) {
  const { slug, role, staffId } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const show = search.show ?? "all";
  const words = search.search?.trim() ?? "";
  const filter = {
    unread: show === "unread" ? true : undefined,
    needsAnswer: show === "needsAnswer" ? true : undefined,
    owner: search.owner,
    search: words || undefined,
  };
  const found = useInfiniteQuery(conversationsQuery(slug, filter));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: { show?: string; owner?: string | null; search?: string }) =>
    void navigate({ search: readSearch({ ...search, ...change }, CONVERSATION_FILTERS), replace: true });
  return (
    <Stack gap="xs">
      <SearchField
        label="Search names, phones, texts"
        value={search.search ?? ""}
        onChange={(next) => set({ search: next })}
        width="100%"
      />
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
        <Card role="status">
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {sayNothing(show, search.owner, words)}
          </Text>
        </Card>
      )}
      {items.length > 0 && (
        <Card padding={0} component="section" aria-label="List of conversations">
          {/* Long words are cut off, and make nothing wider. */}
          <ScrollArea.Autosize
            mah="calc(100dvh - 290px)"
            type="auto"
            scrollbars="y"
            styles={{ content: { minWidth: 0 } }}
          >
            <ul className="conversations">
              {items.map((one) => (
                <ConversationRow
                  key={one.id}
                  conversation={one}
                  words={words}
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
