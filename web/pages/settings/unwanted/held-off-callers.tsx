import { Button, Card, Table, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../../api/ask.ts";
import { heldOffQuery, keyOf } from "../../../api/queries.ts";
import { ACTIONS, WideTable } from "../../../parts/wide-table.tsx";
import { useAccount } from "../../../shell/account-context.ts";
import { CouldNotRead } from "../../../shell/error-page.tsx";
import { tell, tellTrouble } from "../../../shell/toast.ts";

/** Who called again and again without a word, and until when they hear a busy tone. */
export function HeldOffCallers() {
  const { slug, phone, times, may } = useAccount();
  const queries = useQueryClient();
  const held = useQuery(heldOffQuery(slug));
  const [busy, setBusy] = useState<string | null>(null);
  const letThrough = async (caller: string) => {
    setBusy(caller);
    try {
      await ask(accountPath(slug, `/held-off-callers/${encodeURIComponent(caller)}`), { method: "DELETE" });
      tell(`${phone(caller)} gets through again.`);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <Card component="section" aria-label="Held off now">
      <Title order={2} mb="sm">
        Held off now
      </Title>
      {held.isError && <CouldNotRead error={held.error} again={held.refetch} />}
      {held.data?.length === 0 && (
        <Text c="dimmed" size="sm">
          Nobody. Whoever hangs up at once or stays silent again and again stands here for a while.
        </Text>
      )}
      {held.data !== undefined && held.data.length > 0 && (
        <WideTable
          label="Callers who are held off"
          minWidth={480}
          headings={["Caller", "Last call", "Held off until", ACTIONS]}
        >
          {held.data.map((one) => (
            <Table.Tr key={one.phone}>
              <Table.Td className="number">
                {one.lead === null ? "" : `${one.lead.name}, `}
                {phone(one.phone)}
              </Table.Td>
              <Table.Td>{times.dateTime(one.lastCallAt)}</Table.Td>
              <Table.Td>{times.dateTime(one.heldUntil)}</Table.Td>
              <Table.Td ta="right">
                {may("callers:write") && (
                  <Button
                    size="xs"
                    variant="default"
                    loading={busy === one.phone}
                    aria-label={`Let through now: ${phone(one.phone)}`}
                    onClick={() => void letThrough(one.phone)}
                  >
                    Let through now
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
      )}
    </Card>
  );
}
