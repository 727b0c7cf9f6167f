import { Table, Text } from "@mantine/core";
import type { Reports } from "../../api/types.ts";
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
    <Table.ScrollContainer minWidth={460} type="native" tabIndex={0} aria-label="Called, and not called back">
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Lead</Table.Th>
            <Table.Th>Phone</Table.Th>
            <Table.Th>Last call</Table.Th>
            <Table.Th ta="right">Calls</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
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
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
