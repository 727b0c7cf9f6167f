import { Anchor, Badge, Button, Card, Table, Text } from "@mantine/core";
import { IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { campaignsQuery } from "../../api/campaign-queries.ts";
import type { Campaign } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import {
  CAMPAIGN_KIND_NAMES,
  CAMPAIGN_STATE_COLOURS,
  CAMPAIGN_STATE_NAMES,
} from "../../words/campaign-words.ts";

/** Campaigns, the newest first; a member sees those that have leads of theirs. */
export function CampaignsPage() {
  const { slug, may } = useAccount();
  const campaigns = useInfiniteQuery(campaignsQuery(slug));
  const items = campaigns.data?.pages.flatMap((page) => page.items) ?? [];
  const add = may("campaigns:write") && (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      renderRoot={(props) => (
        <Link {...props} to="/a/$slug/campaigns/$id/edit" params={{ slug, id: "new" }} search={{}} />
      )}
    >
      New campaign
    </Button>
  );
  return (
    <Page
      title="Campaigns"
      about="Text many leads at a decent pace and hour, or call them one by one from a list. Who calls back rings at their person."
      actions={items.length > 0 && add}
    >
      {campaigns.isPending && <WaitingRows />}
      {campaigns.isError && <CouldNotRead error={campaigns.error} again={campaigns.refetch} />}
      {campaigns.isSuccess && items.length === 0 && (
        <EmptyState icon={IconSpeakerphone} title="No campaigns yet" action={add}>
          {may("campaigns:write")
            ? "A campaign shows whom it reaches, and whom not and why, before anything is sent."
            : "Campaigns with your leads appear here once they have begun."}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Card padding={0}>
          <WideTable
            label="Campaigns"
            minWidth={560}
            headings={["Name", "Kind", "State", "Started", "Made by"]}
          >
            {items.map((campaign) => (
              <Row key={campaign.id} campaign={campaign} />
            ))}
          </WideTable>
        </Card>
      )}
      {campaigns.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void campaigns.fetchNextPage()}
          loading={campaigns.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          Show more
        </Button>
      )}
    </Page>
  );
}

function Row({ campaign: { id, name, kind, state, startAt, startedAt, createdBy } }: { campaign: Campaign }) {
  const { slug, times } = useAccount();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          fw={600}
          size="sm"
          renderRoot={(props) => <Link {...props} to="/a/$slug/campaigns/$id" params={{ slug, id }} />}
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{CAMPAIGN_KIND_NAMES[kind]}</Text>
      </Table.Td>
      <Table.Td>
        <Badge color={CAMPAIGN_STATE_COLOURS[state]}>{CAMPAIGN_STATE_NAMES[state]}</Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm" {...(startedAt === null ? { c: "dimmed" } : {})}>
          {startedAt !== null
            ? times.dateTime(startedAt)
            : state === "scheduled" && startAt !== null
              ? `at ${times.dateTime(startAt)}`
              : "not yet"}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{createdBy}</Text>
      </Table.Td>
    </Table.Tr>
  );
}
