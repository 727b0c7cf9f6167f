import { Badge, Button, Group, Stack } from "@mantine/core";
import { IconPencil, IconPhone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { campaignQuery, campaignResultsQuery } from "../../api/campaign-queries.ts";
import type { Campaign } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import {
  CAMPAIGN_KIND_NAMES,
  CAMPAIGN_STATE_COLOURS,
  CAMPAIGN_STATE_NAMES,
} from "../../words/campaign-words.ts";
import { CampaignErrors } from "./campaign-errors.tsx";
import { CampaignProgress } from "./campaign-progress.tsx";
import { LeftOut } from "./left-out.tsx";
import { Recipients } from "./recipients.tsx";
import { StartCampaign } from "./start-campaign.tsx";
import { SteerCampaign } from "./steer-campaign.tsx";

const FROM = "/a/$slug/campaigns/$id";

/** One campaign: before the start whom it reaches, then how it goes, and what it came to. */
export function CampaignPage() {
  const { slug } = useAccount();
  const { id } = useParams({ from: FROM });
  const campaign = useQuery(campaignQuery(slug, id));
  if (campaign.isPending) return <WaitingRows />;
  if (campaign.isError) return <CouldNotRead error={campaign.error} again={campaign.refetch} />;
  return <Shown key={id} campaign={campaign.data} />;
}

function Shown({ campaign }: { campaign: Campaign }) {
  const { slug, may } = useAccount();
  const { id, name, kind, state, list } = campaign;
  const results = useQuery(campaignResultsQuery(slug, campaign));
  const draft = state === "draft";
  const mayWrite = may("campaigns:write");
  return (
    <Page
      title={name}
      about={
        <Group component="span" gap="xs">
          <Badge component="span" color={CAMPAIGN_STATE_COLOURS[state]}>
            {CAMPAIGN_STATE_NAMES[state]}
          </Badge>
          <span>{CAMPAIGN_KIND_NAMES[kind]}</span>
        </Group>
      }
      actions={
        <>
          {kind === "call" && state === "running" && (
            <Button
              leftSection={<IconPhone size={16} aria-hidden />}
              renderRoot={(props) => (
                <Link {...props} to="/a/$slug/campaigns/$id/list" params={{ slug, id }} />
              )}
            >
              Work through the list
            </Button>
          )}
          {mayWrite && draft && (
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              renderRoot={(props) => (
                <Link {...props} to="/a/$slug/campaigns/$id/edit" params={{ slug, id }} search={{}} />
              )}
            >
              Change
            </Button>
          )}
          {mayWrite && <SteerCampaign campaign={campaign} />}
        </>
      }
    >
      <Stack>
        {mayWrite && draft && <StartCampaign campaign={campaign} results={results.data} />}
        {results.isError && <CouldNotRead error={results.error} again={results.refetch} />}
        {results.data && !draft && <CampaignProgress campaign={campaign} results={results.data} />}
        {results.data && <CampaignErrors results={results.data} />}
        {results.data && mayWrite && list.state === "ready" && <LeftOut id={id} results={results.data} />}
        {list.state === "ready" && <Recipients campaign={campaign} />}
      </Stack>
    </Page>
  );
}
