import { Group, SegmentedControl, Select, Stack } from "@mantine/core";
import { IconBellRinging } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { NOTICE_CHANNELS } from "../../../notify/notice-events.ts";
import { NoticeLog } from "../../parts/notice-log.tsx";
import { SendFailedAgain } from "../../parts/send-failed-again.tsx";
import { NOTICE_FILTERS, readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState, Page } from "../../shell/page.tsx";
import { CHANNEL_NAMES, NOTICE_STATE_NAMES } from "../../words/notice-words.ts";

const FROM = "/a/$slug/settings/notices";
const SHOWN = [
  { value: "all", label: "All" },
  { value: "waiting", label: NOTICE_STATE_NAMES.waiting },
  { value: "givenUp", label: NOTICE_STATE_NAMES.givenUp },
];

/** Settings > Notices: what people and programs were told, and what could not be delivered. */
export function NoticesPage() {
  const { may } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const set = (change: { state?: string | undefined; channel?: string | null }) =>
    void navigate({ search: readSearch({ ...search, ...change }, NOTICE_FILTERS), replace: true });
  return (
    <Page
      title="Notices"
      about="What people and other programs were told, and what could not be delivered. Each person chooses what they hear of in their profile."
      actions={may("notices:send") && <SendFailedAgain channel={search.channel} />}
    >
      <Stack gap="sm">
        <Group gap="xs">
          <SegmentedControl
            aria-label="Which notices"
            data={SHOWN}
            value={search.state ?? "all"}
            onChange={(state) => set({ state: state === "all" ? undefined : state })}
          />
          <Select
            aria-label="Way"
            placeholder="Any way"
            clearable
            w={160}
            data={NOTICE_CHANNELS.map((value) => ({ value, label: CHANNEL_NAMES[value] }))}
            value={search.channel ?? null}
            onChange={(channel) => set({ channel })}
          />
        </Group>
        <NoticeLog
          filter={{ state: search.state, channel: search.channel, webhook: search.webhook }}
          empty={
            <EmptyState icon={IconBellRinging} title="Nothing here">
              After a missed call, a message or an alert, everybody whom it concerns is told.
            </EmptyState>
          }
        />
      </Stack>
    </Page>
  );
}
