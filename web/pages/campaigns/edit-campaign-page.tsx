import { Button, Card, Group, Radio, Stack, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { DEFAULT_PLAN } from "../../../campaigns/campaign-plan.ts";
import { accountPath, ask } from "../../api/ask.ts";
import { campaignQuery } from "../../api/campaign-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { Campaign } from "../../api/types.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { AudienceFields } from "./audience-fields.tsx";
import type { CampaignValues } from "./campaign-values.ts";
import { PaceFields } from "./pace-fields.tsx";
import { SenderFields } from "./sender-fields.tsx";
import { StepsEditor } from "./steps-editor.tsx";

const FROM = "/a/$slug/campaigns/$id/edit";
const NEW = "new";

/** Writes a campaign down, or a draft anew. Nobody is reached by it. */
export function EditCampaignPage() {
  const { slug } = useAccount();
  const { id } = useParams({ from: FROM });
  const campaign = useQuery({ ...campaignQuery(slug, id), enabled: id !== NEW, refetchInterval: false });
  return (
    <Page
      title={id === NEW ? "New campaign" : "Change the campaign"}
      about="First you write it down; then you look at whom it reaches; only then it is started."
    >
      {id === NEW && <Form campaign={null} />}
      {id !== NEW && campaign.isPending && <WaitingRows />}
      {campaign.isError && <CouldNotRead error={campaign.error} again={campaign.refetch} />}
      {campaign.data && <Form key={campaign.data.id} campaign={campaign.data} />}
    </Page>
  );
}

function valuesOf(campaign: Campaign | null, importId: string | undefined): CampaignValues {
  if (campaign === null)
    return {
      ...DEFAULT_PLAN,
      name: "",
      kind: "text",
      audience: { ...DEFAULT_PLAN.audience, importId: importId ?? null },
      steps: [{ text: "", afterHours: 0 }],
    };
  const { name, kind, audience, steps, sender, assignment, quietHours } = campaign;
  const { perSecond, dailyCap, stopOnReply, segmentPrice } = campaign;
  const plan = {
    audience,
    steps,
    sender,
    assignment,
    quietHours,
    perSecond,
    dailyCap,
    stopOnReply,
    segmentPrice,
  };
  return { name, kind, ...structuredClone(plan) };
}

function Form({ campaign }: { campaign: Campaign | null }) {
  const { slug } = useAccount();
  const { importId } = useSearch({ from: FROM });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<CampaignValues>({ initialValues: valuesOf(campaign, importId) });
  const { busy, shown, run } = useRefusal(form);
  const { kind } = form.values;
  const send = form.onSubmit((values) =>
    run(async () => {
      const body = { ...values, steps: kind === "text" ? values.steps : [] };
      const path = campaign === null ? "/campaigns" : `/campaigns/${campaign.id}`;
      const method = campaign === null ? "POST" : "PATCH";
      const { id } = await ask<Campaign>(accountPath(slug, path), { method, body });
      await queries.invalidateQueries({ queryKey: keyOf(slug, "campaigns") });
      await navigate({ to: "/a/$slug/campaigns/$id", params: { slug, id } });
    }),
  );
  return (
    <form onSubmit={send}>
      <Stack maw={760}>
        {shown}
        <Card component="section" aria-label="Campaign">
          <Stack>
            <TextInput
              label="Name"
              description="Whoever answers a callback hears it: “calling back after Spring offer”."
              required
              maxLength={80}
              {...form.getInputProps("name")}
            />
            <Radio.Group label="What it does" {...form.getInputProps("kind")}>
              <Group mt="xs">
                <Radio value="text" label="Texts" disabled={campaign !== null} />
                <Radio
                  value="call"
                  label="Calls, from a list that people work through"
                  disabled={campaign !== null}
                />
              </Group>
            </Radio.Group>
          </Stack>
        </Card>
        <Card component="section" aria-label="Who">
          <Stack>
            <Title order={2}>Who is reached</Title>
            <AudienceFields form={form} />
          </Stack>
        </Card>
        {kind === "text" && (
          <Card component="section" aria-label="Texts">
            <Stack>
              <Title order={2}>What they get</Title>
              <StepsEditor form={form} />
            </Stack>
          </Card>
        )}
        <Card component="section" aria-label="From whom">
          <Stack>
            <Title order={2}>From whom</Title>
            <SenderFields form={form} />
          </Stack>
        </Card>
        <Card component="section" aria-label="When">
          <Stack>
            <Title order={2}>When, and how fast</Title>
            <PaceFields form={form} />
          </Stack>
        </Card>
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            Save the draft
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
