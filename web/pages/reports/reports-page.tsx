import { Button, Card, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { accountPath } from "../../api/ask.ts";
import { reportsQuery } from "../../api/queries.ts";
import type { Reports } from "../../api/types.ts";
import { NumberSelect } from "../../parts/people-select.tsx";
import { readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { dayRange, daysAgo } from "../../words/day-range.ts";
import { OUTCOME_NAMES } from "../../words/name-things.ts";
import { OUTCOMES } from "../../words/outcomes.ts";
import { DayReport } from "./day-report.tsx";
import { HourReport } from "./hour-report.tsx";
import { NotCalledBack } from "./not-called-back.tsx";
import { NumberReport, StaffReport } from "./number-staff-reports.tsx";
import { TextReport } from "./text-report.tsx";
import { TimeToAnswer } from "./time-to-answer.tsx";

const FROM = "/a/$slug/reports";
const KEYS = ["since", "until", "number"] as const;

/** How calls went: in charts, with a table beside each, and as CSV. */
export function ReportsPage() {
  const { slug, timezone, times } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const set = (change: Record<string, string | null>) =>
    void navigate({ search: readSearch({ ...search, ...change }, KEYS), replace: true });
  const today = times.dayKey(Date.now());
  const since = search.since ?? daysAgo(today, 29);
  const until = search.until ?? today;
  const filter = { ...dayRange(since, until, timezone), number: search.number };
  const reports = useQuery(reportsQuery(slug, filter));
  return (
    <Page
      title="Reports"
      about={`Answered, missed, how fast. Days and hours are those of ${timezone}.`}
      actions={
        <Group gap="xs" align="flex-end">
          <Select
            aria-label="Period"
            w={150}
            allowDeselect={false}
            data={["7", "30", "90"]
              .map((days) => ({ value: days, label: `Last ${days} days` }))
              .concat(search.since === undefined ? [] : [{ value: "own", label: "Own period" }])}
            value={periodOf(search.since, today)}
            onChange={(days) => set({ since: daysAgo(today, Number(days) - 1), until: null })}
          />
          <TextInput
            type="date"
            aria-label="From day"
            value={since}
            onChange={(event) => set({ since: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="To day"
            value={until}
            onChange={(event) => set({ until: event.currentTarget.value })}
          />
          <NumberSelect
            by="number"
            aria-label="Number"
            placeholder="All numbers"
            clearable
            w={190}
            value={search.number ?? null}
            onChange={(number) => set({ number })}
          />
        </Group>
      }
    >
      {reports.isPending && <WaitingRows />}
      {reports.isError && <CouldNotRead error={reports.error} again={reports.refetch} />}
      {reports.data && <Shown reports={reports.data} filter={filter} />}
      {reports.data && <TextReport filter={filter} />}
    </Page>
  );
}

function periodOf(since: string | undefined, today: string): string {
  if (since === undefined) return "30";
  return ["7", "30", "90"].find((days) => daysAgo(today, Number(days) - 1) === since) ?? "own";
}

type Filter = Record<string, string | undefined>;

function Shown({ reports, filter }: { reports: Reports; filter: Filter }) {
  const total = reports.totals.calls;
  if (total === 0) {
    return (
      <EmptyState icon={IconChartBar} title="No call in this time">
        Choose a longer period, or come back when somebody has called.
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, xs: 3, md: 6 }}>
        {OUTCOMES.map((outcome) => (
          <Card key={outcome} padding="md">
            <Text size="sm" c="dimmed">
              {OUTCOME_NAMES[outcome]}
            </Text>
            <Text fz={24} fw={700} className="number">
              {reports.totals[outcome].toLocaleString()}
            </Text>
            <Text size="xs" c="dimmed">
              {Math.round((reports.totals[outcome] / total) * 100)} %
            </Text>
          </Card>
        ))}
      </SimpleGrid>
      <Report title="By day" csv="by-day" filter={filter}>
        <DayReport days={reports.byDay} />
      </Report>
      <Report title="By hour and weekday" csv="by-hour" filter={filter}>
        <HourReport hours={reports.byHour} />
      </Report>
      <Report title="By number" csv="by-number" filter={filter}>
        <NumberReport rows={reports.byNumber} />
      </Report>
      <Report title="By staff member" csv="by-staff" filter={filter}>
        <StaffReport rows={reports.byStaff} />
      </Report>
      <Report title="Time to answer" csv="time-to-answer" filter={filter}>
        <TimeToAnswer report={reports.timeToAnswer} />
      </Report>
      <Report title="Called, and not called back" csv="not-called-back" filter={filter}>
        <NotCalledBack rows={reports.notCalledBack} />
      </Report>
    </Stack>
  );
}

function Report(props: { title: string; csv: string; filter: Filter; children: React.ReactNode }) {
  const { slug } = useAccount();
  return (
    <Card component="section" aria-label={props.title}>
      <Group justify="space-between" mb="sm">
        <Title order={2}>{props.title}</Title>
        <Button
          component="a"
          size="xs"
          variant="subtle"
          href={accountPath(slug, `/reports/${props.csv}.csv`, props.filter)}
          download
          aria-label={`${props.title} as CSV`}
        >
          CSV
        </Button>
      </Group>
      {props.children}
    </Card>
  );
}
