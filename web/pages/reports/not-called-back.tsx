import { Table, Text } from "@mantine/core";
import type { Reports } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";

/** Leads who called, reached nobody, and have not been called since. */
export function NotCalledBack({ rows }: { rows: Reports["notCalledBack"] }) {
  const { phone, times } = useAccount();
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Everybody who reached nobody was called back.
      </Text>
    );
  }
  return (
    <WideTable
      label="Called, and not called back"
      minWidth={460}
      headings={["Lead", "Phone", "Last call", { label: "Calls", right: true }]}
      spacing={6}
    >
      {rows.map((row) => (
        <Table.Tr key={row.phone}>
          <Table.Td>{row.lead.name}</Table.Td>
          <Table.Td className="number">
            <a className="plain-link" href={`tel:${row.phone}`}>
              {phone(row.phone)}
            </a>
          </Table.Td>
          <Table.Td className="number">{times.dateTime(row.lastCallAt)}</Table.Td>
          <Table.Td ta="right" className="number">
            {row.calls}
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
