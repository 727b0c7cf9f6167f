import { Anchor, Badge, Button, Card, Grid, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { callQuery } from "../../api/queries.ts";
import type { CallWithStory } from "../../api/types.ts";
import { BlockCallerButton } from "../../parts/block-caller.tsx";
import { CallButton } from "../../parts/call-button.tsx";
import { CallNote } from "../../parts/call-note.tsx";
import { DecisionPicture } from "../../parts/decision-picture.tsx";
import { OutcomeBadge } from "../../parts/outcome-badge.tsx";
import { RecordedTalk } from "../../parts/recorded-talk.tsx";
import { TextButton } from "../../parts/text-button.tsx";
import { VoicemailMessage } from "../../parts/voicemail-message.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { ATTESTATION_NAMES } from "../../words/name-things.ts";
import { CallTimeline } from "./call-timeline.tsx";

/** One call: its timeline, its story in sentences, and its decision. */
export function CallPage() {
  const { slug } = useAccount();
  const { id } = useParams({ from: "/a/$slug/calls/$id" });
  const call = useQuery(callQuery(slug, id));
  return (
    <Stack gap="md">
      <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/a/$slug/calls" params={{ slug }} />}>
        <Group gap={4}>
          <IconArrowLeft size={16} aria-hidden /> All calls
        </Group>
      </Anchor>
      {call.isPending && <WaitingRows />}
      {call.isError && <CouldNotRead error={call.error} again={call.refetch} />}
      {call.data && <Told call={call.data} />}
    </Stack>
  );
}

function Told({ call }: { call: CallWithStory }) {
  const { slug, phone, times, may } = useAccount();
  const from = call.from === null ? "a withheld caller" : phone(call.from);
  const { placedBy } = call;
  const other = placedBy === null ? call.from : call.to;
  const business = placedBy === null ? call.to : call.from;
  const search = { to: business ?? "", from: other ?? "withheld" };
  const name = call.lead?.name ?? (placedBy === null ? from : phone(call.to));
  return (
    <Page
      title={placedBy === null ? `Call from ${name}` : `Call to ${name}`}
      about={
        placedBy === null
          ? `${call.lead === null ? "" : `${from} `}called ${phone(call.to)}, ${times.day(call.startedAt)}`
          : `${placedBy.name} called ${call.lead === null ? "" : `${phone(call.to)} `}from ${from}, ${times.day(call.startedAt)}`
      }
      actions={
        <>
          {call.attestation !== null && call.attestation !== "none" && (
            <Badge variant="light" color={call.attestation === "failed" ? "red" : "gray"}>
              {ATTESTATION_NAMES[call.attestation]}
            </Badge>
          )}
          <OutcomeBadge call={call} />
          {other !== null && call.outcome !== null && (
            <>
              <CallButton called={{ lead: call.lead?.id, to: other, name }} variant="default" />
              <TextButton to={{ lead: call.lead?.id, phone: other, name }} />
            </>
          )}
          {other !== null && may("callers:write") && <BlockCallerButton caller={other} />}
          <Button
            variant="default"
            leftSection={<IconQuestionMark size={16} />}
            renderRoot={(props) => (
              <Link {...props} to="/a/$slug/who-rings" params={{ slug }} search={search} />
            )}
          >
            Who rings now?
          </Button>
        </>
      }
    >
      <Card component="section" aria-label="Timeline">
        <Title order={2} mb="sm">
          Timeline
        </Title>
        <CallTimeline call={call} />
      </Card>
      {call.outcome !== null && (
        <Card component="section" aria-label="Notes">
          <Title order={2} mb="sm">
            Notes
          </Title>
          <CallNote key={`${call.disposition} ${call.note}`} call={call} />
        </Card>
      )}
      {call.voicemail !== null && (
        <Card component="section" aria-label="Message">
          <Title order={2} mb="sm">
            Message
          </Title>
          <VoicemailMessage message={call.voicemail} alone />
        </Card>
      )}
      {call.talk !== null && (
        <Card component="section" aria-label="Recording">
          <Title order={2} mb="sm">
            Recording
          </Title>
          <RecordedTalk call={call} talk={call.talk} />
        </Card>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Card component="section" aria-label="Story" h="100%">
            <Title order={2} mb="md">
              Story
            </Title>
            <Story call={call} />
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Card component="section" aria-label="Decision" h="100%">
            <Title order={2} mb="md">
              Decision
            </Title>
            {call.decision === null ? (
              <Text c="dimmed">
                {placedBy === null
                  ? "This call was not decided by the ladder: something broke before it could be."
                  : `${placedBy.name} made this call: no ladder decides those. The carrier calls it ${call.carrierCallId === "" ? "nothing yet" : call.carrierCallId}.`}
              </Text>
            ) : (
              <>
                <DecisionPicture decision={call.decision} />
                <Text size="xs" c="dimmed" mt="md">
                  Decided by version {call.decision.settingsVersion} of the settings. The carrier calls it{" "}
                  {call.carrierCallId}.
                </Text>
              </>
            )}
          </Card>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Story({ call }: { call: CallWithStory }) {
  const { say, times } = useAccount();
  return (
    <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
      {call.story.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a story only grows at its end.
        <Group key={index} component="li" wrap="nowrap" align="flex-start" gap="md">
          <Text size="sm" c="dimmed" className="number" w={92} style={{ flexShrink: 0 }} component="time">
            {times.clock(line.at)}
          </Text>
          <Text size="sm">{say(line.text)}</Text>
        </Group>
      ))}
    </Stack>
  );
}
