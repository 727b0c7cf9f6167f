import { Card, Progress, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { Campaign, CampaignResults } from "../../api/types.ts";
import { Figure } from "../../parts/figure.tsx";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { countOf, sayStopped } from "../../words/campaign-words.ts";
import { formatAge } from "../../words/format-time.ts";

type Props = { campaign: Campaign; results: CampaignResults };

/** How far a campaign is, what each of its texts came to, and who answered. */
export function CampaignProgress({ campaign, results }: Props) {
  const { times } = useAccount();
  const { people, callbacks, replies, stopped, steps, dispositions } = results;
  const { waiting, claimed, done, stopped: ended } = people;
  const all = waiting + claimed + done + ended;
  const reached = done + ended;
  const { state, startAt, kind } = campaign;
  return (
    <Card component="section" aria-label="Progress">
      <Stack>
        <Title order={2}>
          {reached.toLocaleString()} of {countOf(all, "lead")}
        </Title>
        <Progress value={all === 0 ? 0 : (reached / all) * 100} size="lg" aria-label="Leads done" />
        <Text size="sm" role="status">
          {state === "scheduled" && startAt !== null && `Starts at ${times.dateTime(startAt)}. `}
          {waiting > 0 && state === "running" && `${countOf(waiting, "lead")} still to come. `}
          {claimed > 0 && `${countOf(claimed, "lead")} in somebody's hand. `}
          {stopped
            .map(({ reason, count }) => `${countOf(count, "lead")} stopped: ${sayStopped(reason)}. `)
            .join("")}
        </Text>
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          <Figure label="Answered by text" value={replies} />
          <Figure label="Called back" value={callbacks.count} />
          <Figure label="Callbacks answered" value={callbacks.answered} />
          <Figure
            label="Time to callback (median)"
            value={callbacks.medianSeconds === null ? "–" : formatAge(callbacks.medianSeconds)}
          />
        </SimpleGrid>
        {kind === "text" && steps.length > 0 && <StepsTable steps={steps} />}
        {dispositions.length > 0 && (
          <WideTable
            label="What calls came to"
            minWidth={300}
            headings={["Calls came to", { label: "Leads", right: true }]}
          >
            {dispositions.map(({ disposition, count }) => (
              <Table.Tr key={disposition ?? ""}>
                <Table.Td>{disposition ?? "Not said"}</Table.Td>
                <Table.Td ta="right" className="number">
                  {count.toLocaleString()}
                </Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
        )}
      </Stack>
    </Card>
  );
}

const right = (label: string) => ({ label, right: true as const });

function StepsTable({ steps }: { steps: CampaignResults["steps"] }) {
  const priced = steps.some(({ cost }) => cost !== null);
  const headings = [
    "Text",
    right("Waiting"),
    right("Sent"),
    right("Arrived"),
    right("Not arrived"),
    right("Segments"),
  ];
  return (
    <WideTable label="Texts" minWidth={520} headings={priced ? [...headings, right("Cost")] : headings}>
      {steps.map(({ step, texts, segments, cost }) => {
        const { queued, sending, sent, delivered, undelivered, failed } = texts;
        const figures = [
          queued + sending,
          sent + delivered + undelivered,
          delivered,
          undelivered + failed,
          segments,
        ];
        return (
          <Table.Tr key={step}>
            <Table.Td>Text {step + 1}</Table.Td>
            {figures.map((figure, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns stay in their order.
              <Table.Td key={at} ta="right" className="number">
                {figure.toLocaleString()}
              </Table.Td>
            ))}
            {priced && (
              <Table.Td ta="right" className="number">
                {(cost ?? 0).toLocaleString(undefined, {
                  minimumFractionDigits: 2,
                  maximumFractionDigits: 2,
                })}
              </Table.Td>
            )}
          </Table.Tr>
        );
      })}
    </WideTable>
  );
}
