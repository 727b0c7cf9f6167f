import { Table, Text } from "@mantine/core";
import type { Reports } from "../../api/types.ts";
import { type Heading, WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";

type Column<Row> = { label: string; value: (row: Row) => number | null };

function Figures<Row>(props: {
  label: string;
  rows: Row[];
  name: (row: Row) => string;
  columns: Column<Row>[];
}) {
  if (props.rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing in this time.
      </Text>
    );
  }
  return (
    <WideTable
      label={props.label}
      minWidth={320}
      headings={[props.label, ...props.columns.map(({ label }): Heading => ({ label, right: true }))]}
      spacing={6}
    >
      {props.rows.map((row) => (
        <Table.Tr key={props.name(row)}>
          <Table.Td>{props.name(row)}</Table.Td>
          {props.columns.map(({ label, value }) => (
            <Table.Td key={label} ta="right" className="number">
              {showFigure(value(row))}
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </WideTable>
  );
}

export function NumberReport({ rows }: { rows: Reports["byNumber"] }) {
  const { phone } = useAccount();
  return (
    <Figures
      label="Number"
      rows={rows}
      name={({ number, label }) => (label ? `${label}, ${phone(number)}` : phone(number))}
      columns={[
        { label: "Answered", value: ({ answered }) => answered },
        { label: "Voicemail", value: ({ voicemail }) => voicemail },
        { label: "Missed", value: ({ missed }) => missed },
        { label: "Abandoned", value: ({ abandoned }) => abandoned },
      ]}
    />
  );
}

export function StaffReport({ rows }: { rows: Reports["byStaff"] }) {
  return (
    <Figures
      label="Staff member"
      rows={rows}
      name={({ name }) => name}
      columns={[
        { label: "Rang", value: ({ rang }) => rang },
        { label: "Answered", value: ({ answered }) => answered },
        { label: "Seconds to answer", value: ({ secondsToAnswer }) => secondsToAnswer },
      ]}
    />
  );
}

function showFigure(value: number | null): string {
  return value === null ? "–" : String(Math.round(value));
}
