import { Button, Card, ScrollArea, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { ask } from "../../api/ask.ts";
import { conversationPath, conversationQuery, itemsQuery } from "../../api/conversation-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { ConversationItem } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { Composer } from "./composer.tsx";
import { ThreadHead } from "./thread-head.tsx";
import { ThreadItem } from "./thread-item.tsx";

/** One conversation: who it is with, everything that happened, and where one writes. */
export function ConversationThread({ id, onBack }: { id: string; onBack: () => void }) {
  const { slug } = useAccount();
  const head = useQuery(conversationQuery(slug, id));
  const found = useInfiniteQuery(itemsQuery(slug, id));
  const items = (found.data?.pages.flatMap((page) => page.items) ?? []).toReversed();
  const newest = items.at(-1);
  useReading(id, newest);
  const end = useEndInView(newest === undefined ? "" : `${newest.kind} ${newest.id}`);
  const who = head.data?.lead?.name ?? id.replace(/^\w+:/, "");
  return (
    <Card component="section" aria-label={`Conversation with ${who}`} padding="md">
      <Stack gap="sm">
        {head.isError && <CouldNotRead error={head.error} again={head.refetch} />}
        {head.data && <ThreadHead conversation={head.data} onBack={onBack} />}
        <ScrollArea.Autosize
          mah="calc(100dvh - 480px)"
          mih={200}
          type="auto"
          viewportRef={end}
          viewportProps={{ tabIndex: 0, role: "log", "aria-label": `What happened with ${who}` }}
        >
          <Stack gap="xs" pr="xs">
            {found.isPending && <WaitingRows rows={3} />}
            {found.isError && <CouldNotRead error={found.error} again={found.refetch} />}
            {found.hasNextPage && (
              <Button
                variant="subtle"
                size="xs"
                onClick={() => void found.fetchNextPage()}
                loading={found.isFetchingNextPage}
                style={{ alignSelf: "center" }}
              >
                Show earlier
              </Button>
            )}
            {found.isSuccess && items.length === 0 && (
              <Text size="sm" c="dimmed" ta="center" py="lg">
                Nothing has happened yet.
              </Text>
            )}
            <Days items={items} />
          </Stack>
        </ScrollArea.Autosize>
        {head.data && <Composer conversation={head.data} />}
      </Stack>
    </Card>
  );
}

/** What happened, with each day above its own. */
function Days({ items }: { items: ConversationItem[] }) {
  const { times } = useAccount();
  return items.map((item, index) => {
    const before = items[index - 1];
    const isNewDay = before === undefined || times.dayKey(before.at) !== times.dayKey(item.at);
    return (
      <Stack key={`${item.kind} ${item.id}`} gap="xs">
        {isNewDay && (
          <Text size="xs" c="dimmed" ta="center" pt="xs">
            {times.day(item.at)}
          </Text>
        )}
        <ThreadItem item={item} />
      </Stack>
    );
  });
}

/** Whoever has it open and in view has read it. */
function useReading(id: string, newest: ConversationItem | undefined): void {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const seen = newest?.id;
  useEffect(() => {
    if (seen === undefined) return;
    const read = () => {
      if (document.visibilityState !== "visible") return;
      ask(conversationPath(slug, id, "/read"), { method: "POST", body: {} })
        .then(() => {
          void queries.invalidateQueries({ queryKey: keyOf(slug, "conversations", "unread") });
          void queries.invalidateQueries({ queryKey: keyOf(slug, "conversations", "list") });
        })
        // It stays unread, and that is all.
        .catch(() => {});
    };
    read();
    // It may have come while the page was in the background.
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [slug, id, seen, queries]);
}

/** Keeps the newest in view, as it comes. */
function useEndInView(newest: string) {
  const viewport = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is moved when there is something newer.
  useEffect(() => {
    const element = viewport.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [newest]);
  return viewport;
}
