import { Button, Card, Group, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconPhone, IconPlayerTrackNext, IconUserCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { campaignQuery, inHandQuery } from "../../api/campaign-queries.ts";
import { dispositionsQuery, keyOf } from "../../api/queries.ts";
import type { InHand } from "../../api/types.ts";
import { useCampaignMove } from "../../parts/use-campaign-move.ts";
import { useAccount } from "../../shell/account-context.ts";
import { ChooseWay } from "../../shell/dialer/choose-way.tsx";
import { useDialer } from "../../shell/dialer-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";

const FROM = "/a/$slug/campaigns/$id/list";
const AGAIN = [
  { value: "1", label: "In an hour" },
  { value: "4", label: "In four hours" },
  { value: "24", label: "Tomorrow at this time" },
  { value: "72", label: "In three days" },
  { value: "168", label: "In a week" },
];

/** A person works through a list: the next one, my phone rings or this browser connects, then theirs, what it came to, the next one. */
export function CallListPage() {
  const { slug } = useAccount();
  const { id } = useParams({ from: FROM });
  const queries = useQueryClient();
  const campaign = useQuery(campaignQuery(slug, id));
  const inHand = useQuery(inHandQuery(slug, id));
  const { wayToCall } = useDialer();
  const [over, setOver] = useState(false);
  const next = useMutation({
    mutationFn: () => ask<InHand>(accountPath(slug, `/campaigns/${id}/next`), { method: "POST", body: {} }),
    onSuccess: (found) => {
      queries.setQueryData(keyOf(slug, "campaigns", "in-hand", id), found);
      setOver(found.recipient === null);
    },
    onError: tellTrouble,
  });
  const recipient = inHand.data?.recipient ?? null;
  return (
    <Page
      title={campaign.data?.name ?? "Call list"}
      about={`${
        wayToCall.way === "browser"
          ? "You talk with this computer's microphone."
          : "Your own phone rings first. Pick up and press 1, and they are called."
      } Nobody else is given whom you have in hand.`}
    >
      {inHand.isPending && <WaitingRows rows={2} />}
      {inHand.isError && <CouldNotRead error={inHand.error} again={inHand.refetch} />}
      {inHand.isSuccess && recipient === null && (
        <EmptyState
          icon={IconUserCheck}
          title={over ? "Nobody is left for you now" : "You have nobody in hand"}
          action={
            <Button
              leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
              loading={next.isPending}
              onClick={() => next.mutate()}
            >
              Next lead
            </Button>
          }
        >
          {over
            ? "Others may come back later: those to be called again, and those whose night it is now."
            : "Take the next one: your own leads come first, then those of nobody."}
        </EmptyState>
      )}
      {recipient !== null && (
        <InHandCard key={recipient.id} campaignId={id} recipient={recipient} onNext={() => next.mutate()} />
      )}
    </Page>
  );
}

type CardProps = { campaignId: string; recipient: NonNullable<InHand["recipient"]>; onNext: () => void };

function InHandCard({ campaignId, recipient, onNext }: CardProps) {
  const { slug, phone, times } = useAccount();
  const { call, busy, wayToCall } = useDialer();
  const known = useQuery(dispositionsQuery(slug)).data ?? [];
  const [disposition, setDisposition] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [again, setAgain] = useState<string | null>(null);
  const move = useCampaignMove(campaignId);
  const { id, lead, name, phone: number, nextPhone, tries, until } = recipient;
  // Whoever is laid aside is gone from the page before this comes back: a callback of the mutation would not be heard.
  const aside = (then: () => void) => {
    const againAfterHours = again === null ? null : Number(again);
    const body = { recipient: id, disposition, note, againAfterHours };
    move.mutateAsync({ path: "aside", body }).then(then, () => {});
  };
  return (
    <Card component="article" aria-label={`In hand: ${name}`} maw={640}>
      <Stack>
        <Group justify="space-between">
          <div>
            <Title order={2}>{name}</Title>
            <Text size="sm" c="dimmed">
              {phone(number)}
              {tries > 0 && `, called ${tries === 1 ? "once" : `${tries} times`} in this campaign`}; yours
              until {times.clock(until)}
            </Text>
          </div>
          <Button
            leftSection={<IconPhone size={16} aria-hidden />}
            disabled={busy}
            aria-label={`Call ${name}`}
            onClick={() => call({ lead: lead ?? undefined, to: number, name, campaign: campaignId })}
          >
            Call
          </Button>
        </Group>
        <ChooseWay wayToCall={wayToCall} isBusy={busy} />
        <Select
          label="What it came to"
          placeholder="Not said yet"
          clearable
          data={known}
          value={disposition}
          onChange={setDisposition}
        />
        <Textarea
          label="Notes"
          description="Kept with the call."
          autosize
          minRows={2}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Select
          label="Call again"
          description={
            nextPhone === null
              ? undefined
              : `After no answer or a wrong number, their other phone ${phone(nextPhone)} is offered then.`
          }
          placeholder="No, done"
          clearable
          data={AGAIN}
          value={again}
          onChange={setAgain}
        />
        <Group justify="flex-end">
          <Button variant="default" disabled={busy} loading={move.isPending} onClick={() => aside(() => {})}>
            Done for now
          </Button>
          <Button
            leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
            disabled={busy}
            loading={move.isPending}
            onClick={() => aside(onNext)}
          >
            Next lead
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
