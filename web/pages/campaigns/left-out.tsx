import { Button, Card, Group, Table, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { accountPath } from "../../api/ask.ts";
import type { CampaignResults } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";

/** Who is left out, by reason, with the whole list as a file. */
export function LeftOut({ id, results: { leftOut } }: { id: string; results: CampaignResults }) {
  const { slug } = useAccount();
  if (leftOut.length === 0) return null;
  return (
    <Card component="section" aria-label="Left out" padding={0}>
      <Group justify="space-between" p="lg" pb="xs">
        <Title order={2}>Left out</Title>
        <Button
          component="a"
          href={accountPath(slug, `/campaigns/${id}/left-out.csv`)}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          Download the list
        </Button>
      </Group>
      <WideTable
        label="Left out by reason"
        minWidth={300}
        headings={["Reason", { label: "Leads", right: true }]}
      >
        {leftOut.map(({ reason, text, count }) => (
          <Table.Tr key={reason}>
            <Table.Td>{text.charAt(0).toUpperCase() + text.slice(1)}</Table.Td>
            <Table.Td ta="right" className="number">
              {count.toLocaleString()}
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Card>
  );
}
