import { Card, Table, Text, Title } from "@mantine/core";
import type { CampaignResults } from "../../api/types.ts";
import { WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";

/** What went wrong, grouped, each with what to do about it. */
export function CampaignErrors({ results: { errors } }: { results: CampaignResults }) {
  const { say } = useAccount();
  if (errors.length === 0) return null;
  return (
    <Card component="section" aria-label="Not sent or not arrived" padding={0}>
      <Title order={2} p="lg" pb="xs">
        Not sent or not arrived
      </Title>
      <WideTable
        label="Errors"
        minWidth={560}
        headings={["What happened", { label: "Texts", right: true }, "What to do"]}
      >
        {errors.map(({ code, text, next, count }) => (
          <Table.Tr key={code}>
            <Table.Td>
              <Text size="sm">{say(text)}</Text>
              <Text size="xs" c="dimmed">
                {code}
              </Text>
            </Table.Td>
            <Table.Td ta="right" className="number">
              {count.toLocaleString()}
            </Table.Td>
            <Table.Td>
              <Text size="sm">{next}</Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
    </Card>
  );
}
