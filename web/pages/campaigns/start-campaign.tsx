import { Alert, Button, Card, Group, Loader, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconEye, IconPlayerPlay, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import type { Campaign, CampaignResults } from "../../api/types.ts";
import { useCampaignMove } from "../../parts/use-campaign-move.ts";
import { useAccount } from "../../shell/account-context.ts";
import { countOf } from "../../words/campaign-words.ts";
import { readWallClock } from "../../words/format-time.ts";

type Props = { campaign: Campaign; results: CampaignResults | undefined };

/** A draft: look at whom it reaches, try it on oneself, start it. */
export function StartCampaign({ campaign, results }: Props) {
  const { times } = useAccount();
  const { id, kind, list, steps } = campaign;
  const move = useCampaignMove(id);
  const look = () => move.mutate({ path: "audience" });
  if (list.state === "none")
    return (
      <Card component="section" aria-label="Who is reached">
        <Stack align="flex-start">
          <Title order={2}>Look at who is reached</Title>
          <Text size="sm">
            The list is made now and stays as it is: whom you see is who is reached. Nothing is sent yet.
          </Text>
          <Button leftSection={<IconEye size={16} aria-hidden />} loading={move.isPending} onClick={look}>
            Make the list
          </Button>
        </Stack>
      </Card>
    );
  const { waiting = 0, leftOut = 0, new: open = 0 } = results?.people ?? {};
  if (list.state === "gathering")
    return (
      <Card component="section" aria-label="Who is reached">
        <Group role="status">
          <Loader size="sm" />
          <Text size="sm">
            Making the list: {countOf(waiting, "lead")} so far, {countOf(open, "lead")} to be looked at.
          </Text>
        </Group>
      </Card>
    );
  // The figures of before are on their way out.
  if (open > 0 || results === undefined) return null;
  return (
    <Card component="section" aria-label="Who is reached">
      <Stack>
        <Title order={2}>
          {countOf(waiting, "lead")} will be {kind === "text" ? "texted" : "on the list to be called"}
        </Title>
        <Text size="sm">
          {leftOut === 0
            ? "Nobody is left out."
            : `${countOf(leftOut, "other")} left out, each with the reason below.`}{" "}
          {list.at !== null &&
            `The list is of ${times.dateTime(list.at)}; leads that came since are not on it.`}
        </Text>
        {kind === "text" && steps.length > 0 && <TestText count={steps.length} move={move} />}
        <StartButtons move={move} nobody={waiting === 0} />
        <Group>
          <Button variant="subtle" size="xs" onClick={look} loading={move.isPending}>
            Make the list anew
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

type Move = ReturnType<typeof useCampaignMove>;

function TestText({ count, move }: { count: number; move: Move }) {
  const [step, setStep] = useState("0");
  const data = Array.from({ length: count }, (_, at) => ({ value: String(at), label: `Text ${at + 1}` }));
  return (
    <Group align="flex-end" gap="xs">
      {count > 1 && (
        <Select
          label="Which text"
          w={120}
          allowDeselect={false}
          data={data}
          value={step}
          onChange={(next) => setStep(next ?? "0")}
        />
      )}
      <Button
        variant="default"
        leftSection={<IconSend size={16} aria-hidden />}
        onClick={() =>
          move.mutate({ path: "test", body: { step: Number(step) }, said: "It is on its way to your phone." })
        }
      >
        Send a test to my phone
      </Button>
    </Group>
  );
}

function StartButtons({ move, nobody }: { move: Move; nobody: boolean }) {
  const { timezone } = useAccount();
  const [at, setAt] = useState("");
  const moment = at === "" ? null : readWallClock(at, timezone);
  const wrong = at !== "" && moment === null;
  if (nobody)
    return <Alert color="orange">Nobody is on the list: see below why, or choose other leads.</Alert>;
  const start = () =>
    move.mutate({
      path: "start",
      body: moment === null ? {} : { at: moment.toISOString() },
      said: moment === null ? "The campaign has started." : "The campaign starts at its time.",
    });
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        type="datetime-local"
        label="Start at"
        description={`Time in ${timezone}; empty: now.`}
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        error={wrong ? "There is no such time." : null}
      />
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        disabled={wrong}
        loading={move.isPending && move.variables.path === "start"}
        onClick={start}
      >
        {at === "" ? "Start now" : "Schedule it"}
      </Button>
    </Group>
  );
}
