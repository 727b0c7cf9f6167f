import { Box, Grid } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { accountPath } from "../../api/ask.ts";
import { useEvents } from "../../api/follow-events.ts";
import { keyOf } from "../../api/queries.ts";
import { CONVERSATION_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState, Page } from "../../shell/page.tsx";
import { ConversationList } from "./conversation-list.tsx";
import { ConversationThread } from "./conversation-thread.tsx";

const FROM = "/a/$slug/conversations";

/** Conversations: the list, and beside it the one that is open; on a phone one at a time. */
export function ConversationsPage() {
  const { slug } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  useChanges(slug);
  const { id } = search;
  const open = (next: string | undefined) =>
    void navigate({ search: readSearch({ ...search, id: next }, CONVERSATION_FILTERS) });
  return (
    <Page
      title="Conversations"
      about="Texts, calls, messages and notes with each lead, in one order. What is unread comes first."
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 4 }}>
          {/* On a phone the open one takes its place. */}
          <Box {...(id === undefined ? {} : { visibleFrom: "md" as const })}>
            <ConversationList opened={id} onOpen={open} />
          </Box>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          {id === undefined ? (
            <Box visibleFrom="md">
              <EmptyState icon={IconMessages} title="Choose a conversation">
                Or open a lead under Leads to write to somebody for the first time.
              </EmptyState>
            </Box>
          ) : (
            <ConversationThread key={id} id={id} onBack={() => open(undefined)} />
          )}
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** What is shown is read again whenever the server says that something has changed. */
function useChanges(slug: string): void {
  const queries = useQueryClient();
  const { data } = useEvents<{ unread: number }>(accountPath(slug, "/conversations/live"), "conversations");
  useEffect(() => {
    if (data !== null) void queries.invalidateQueries({ queryKey: keyOf(slug, "conversations") });
  }, [data, queries, slug]);
}
