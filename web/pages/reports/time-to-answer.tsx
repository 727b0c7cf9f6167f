import { Grid, Group, Table, Text } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { Reports } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { formatSeconds } from "../../words/format-time.ts";

const Bars = lazy(() => import("./bars.tsx").then(({ Bars }) => ({ default: Bars })));

export function TimeToAnswer({ report }: { report: Reports["timeToAnswer"] }) {
  const labels = useMemo(() => nameBuckets(report.histogram), [report]);
  const seconds = useMemo(() => shortenBuckets(report.histogram), [report]);
  const series = useMemo(
    () => [{ label: "Calls", colour: "#1d8580", values: report.histogram.map(({ calls }) => calls) }],
    [report],
  );
  return (
    <>
      <Group gap="xl" mb="md">
        <Figure label="Half are answered within" seconds={report.median} />
        <Figure label="Nine of ten within" seconds={report.p90} />
      </Group>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Suspense fallback={<WaitingRows rows={4} />}>
            <Bars labels={seconds} series={series} height={200} />
          </Suspense>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <WideTable
            label="Time to answer"
            minWidth={220}
            headings={["Time to answer", { label: "Calls", right: true }]}
            spacing={4}
          >
            {report.histogram.map((bucket, index) => (
              <Table.Tr key={labels[index]}>
                <Table.Td>{labels[index]}</Table.Td>
                <Table.Td ta="right" className="number">
                  {bucket.calls}
                </Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
        </Grid.Col>
      </Grid>
    </>
  );
}

type Buckets = Reports["timeToAnswer"]["histogram"];

/** For under the bars, where there is little room. */
function shortenBuckets(buckets: Buckets): string[] {
  return buckets.map(({ upTo }, index) => {
    const from = buckets[index - 1]?.upTo ?? 0;
    return upTo === null ? `${from}+` : `${from}–${upTo}`;
  });
}

function nameBuckets(buckets: Buckets): string[] {
  return buckets.map(({ upTo }, index) => {
    const from = buckets[index - 1]?.upTo ?? 0;
    return upTo === null ? `${from} s and more` : `${from} to ${upTo} s`;
  });
}

function Figure({ label, seconds }: { label: string; seconds: number | null }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={22} fw={700} className="number">
        {seconds === null ? "no answer yet" : formatSeconds(seconds)}
      </Text>
    </div>
  );
}
