import { Button, Group, SegmentedControl, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { voicemailsQuery } from "../../api/queries.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { readSearch, VOICEMAIL_FILTERS } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { NoMessages } from "./no-messages.tsx";
import { VoicemailCard } from "./voicemail-card.tsx";

const FROM = "/a/$slug/voicemail";
const SHOWN = [
  { value: "open", label: "To do" },
  { value: "done", label: "Done" },
  { value: "all", label: "All" },
];

/** The messages that callers left: the new ones first. */
export function VoicemailPage() {
  const { slug, role } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const shown = search.state ?? "open";
  const filter = { state: shown === "all" ? undefined : shown, user: search.user };
  const messages = useInfiniteQuery(voicemailsQuery(slug, filter));
  const items = messages.data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: { state?: string; user?: string | null }) =>
    void navigate({ search: readSearch({ ...search, ...change }, VOICEMAIL_FILTERS), replace: true });
  return (
    <Page
      title="Voicemail"
      about="Messages that callers left where nobody could answer. The new ones come first."
    >
      <Stack gap="sm">
        <Group gap="xs">
          <SegmentedControl
            aria-label="Which messages"
            data={SHOWN}
            value={shown}
            onChange={(state) => set({ state })}
          />
          {/* A member sees their own alone. */}
          {role !== "member" && (
            <StaffSelect
              by="id"
              aria-label="Staff member"
              placeholder="Any staff member"
              w={200}
              value={search.user ?? null}
              onChange={(user) => set({ user })}
            />
          )}
        </Group>
        {messages.isPending && <WaitingRows />}
        {messages.isError && <CouldNotRead error={messages.error} again={messages.refetch} />}
        {messages.isSuccess && items.length === 0 && <NoMessages shown={shown} filtered={!!search.user} />}
        {items.map((message) => (
          <VoicemailCard key={message.id} message={message} />
        ))}
        {messages.hasNextPage && (
          <Button
            variant="default"
            onClick={() => void messages.fetchNextPage()}
            loading={messages.isFetchingNextPage}
            style={{ alignSelf: "center" }}
          >
            Show more
          </Button>
        )}
      </Stack>
    </Page>
  );
}
