import { Card, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Query } from "../../api/ask.ts";
import { textReportQuery } from "../../api/conversation-queries.ts";
import type { TextReport as Figures } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";

type Row = Figures["items"][number];

/** Texts by day and number, with what the carriers took where they say so. */
export function TextReport({ filter }: { filter: Query }) {
  const { slug, phone } = useAccount();
  const report = useQuery(textReportQuery(slug, filter));
  const rows = report.data?.items ?? [];
  return (
    <Card component="section" aria-label="Texts">
      <Stack gap="sm">
        <Title order={2}>Texts</Title>
        {report.isError && <CouldNotRead error={report.error} again={report.refetch} />}
        {report.isSuccess && rows.length === 0 && (
          <Text size="sm" c="dimmed">
            No text in this time.
          </Text>
        )}
        {rows.length > 0 && (
          <WideTable
            label="Texts by day and number"
            minWidth={640}
            headings={[
              "Day",
              "Number",
              { label: "Received", right: true },
              { label: "Sent", right: true },
              { label: "Failed", right: true },
              { label: "Segments", right: true },
              { label: "Spent", right: true },
            ]}
            spacing={6}
          >
            {rows.map((row) => (
              <Table.Tr key={`${row.day} ${row.number}`}>
                <Table.Td className="number">{row.day}</Table.Td>
                <Table.Td>{row.label ?? phone(row.number)}</Table.Td>
                {[row.received, row.sent, row.failed, row.segments].map((count, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns stay as they are.
                  <Table.Td key={index} ta="right" className="number">
                    {count.toLocaleString()}
                  </Table.Td>
                ))}
                <Table.Td ta="right">{spentOf(row)}</Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
        )}
      </Stack>
    </Card>
  );
}

/** What the carrier said; a price that it has not told is not guessed. */
function spentOf({ prices, unpriced, sent }: Row): string {
  const known = prices.map(({ unit, amount }) => `${Number(amount)} ${unit}`).join(", ");
  if (unpriced === 0) return known === "" ? "" : known;
  const missing = unpriced === sent ? "not told" : `${unpriced} not told`;
  return known === "" ? missing : `${known} (${missing})`;
}
