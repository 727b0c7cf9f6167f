import { Grid, Table } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import type { Outcome, Reports } from "../../api/types.ts";
import { type Heading, WideTable } from "../../parts/wide-table.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { OUTCOME_NAMES } from "../../words/name-things.ts";
import { OUTCOMES } from "../../words/outcomes.ts";
import { Legend } from "./legend.tsx";

const Bars = lazy(() => import("./bars.tsx").then(({ Bars }) => ({ default: Bars })));

/** Told apart in light and dark, and by people who see few colours: they differ in brightness too. */
const COLOURS: Record<Outcome, string> = {
  answered: "#1d8580",
  voicemail: "#6ea8fe",
  missed: "#e8870f",
  abandoned: "#8d99a5",
  rejected: "#9a4fb5",
  failed: "#c92a2a",
};

/** Those of the table: what is rare is in the picture and in the CSV. */
const SHOWN = OUTCOMES.slice(0, 4);

export function DayReport({ days }: { days: Reports["byDay"] }) {
  const labels = useMemo(() => days.map(({ day }) => day.slice(5)), [days]);
  const series = useMemo(
    () =>
      OUTCOMES.map((outcome) => ({
        label: OUTCOME_NAMES[outcome],
        colour: COLOURS[outcome],
        values: days.map((day) => day[outcome]),
      })),
    [days],
  );
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Suspense fallback={<WaitingRows rows={4} />}>
          <Bars labels={labels} series={series} />
        </Suspense>
        <Legend entries={series} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <WideTable
          label="Calls by day"
          minWidth={360}
          maxHeight={290}
          headings={[
            "Day",
            ...SHOWN.map((outcome): Heading => ({ label: OUTCOME_NAMES[outcome], right: true })),
          ]}
          spacing={4}
        >
          {[...days].reverse().map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td className="number">{day.day}</Table.Td>
              {SHOWN.map((outcome) => (
                <Table.Td key={outcome} ta="right" className="number">
                  {day[outcome]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </WideTable>
      </Grid.Col>
    </Grid>
  );
}
