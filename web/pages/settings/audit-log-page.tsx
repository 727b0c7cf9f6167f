import { Badge, Button, Card, Group, Select, Stack, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { auditQuery, keyOf } from "../../api/queries.ts";
import type { AuditEntry } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";
import { nameField, showValue } from "../../words/name-things.ts";

const FROM = "/a/$slug/settings/audit-log";
const SECTIONS: Record<string, string> = {
  account: "Account",
  staff: "Staff",
  numbers: "Numbers",
  leads: "Leads",
  carriers: "Carriers",
  webhooks: "Webhooks",
  blockedCallers: "Block list",
  campaigns: "Campaigns",
  optOuts: "Who wants no texts",
};

/** Settings > Audit log: who changed what, and undoing it. */
export function AuditLogPage() {
  const { slug } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const audit = useInfiniteQuery(auditQuery(slug, search));
  const entries = audit.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page
      title="Audit log"
      about="Who changed what and when, with the value before and after. Secrets are never shown."
      actions={
        <Select
          aria-label="Part of the settings"
          placeholder="All settings"
          clearable
          data={Object.entries(SECTIONS).map(([value, label]) => ({ value, label }))}
          value={search.section ?? null}
          onChange={(section) => void navigate({ search: section === null ? {} : { section } })}
        />
      }
    >
      {audit.isPending && <WaitingRows />}
      {audit.isError && <CouldNotRead error={audit.error} again={audit.refetch} />}
      {audit.isSuccess && entries.length === 0 && (
        <EmptyState icon={IconHistory} title="No change yet">
          Every change of a setting is noted here, and most can be undone.
        </EmptyState>
      )}
      <Stack gap="sm">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </Stack>
      {audit.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void audit.fetchNextPage()}
          loading={audit.isFetchingNextPage}
          style={{ alignSelf: "center" }}
        >
          Show more
        </Button>
      )}
    </Page>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { slug, times, may, say } = useAccount();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  // What was created had no values before, and what was removed has none after.
  const changed = entry.action !== "created" && entry.action !== "removed";
  const undo = async () => {
    setBusy(true);
    try {
      await ask(accountPath(slug, `/audit/${entry.id}/undo`), { method: "POST", body: {} });
      tell(`Undone: ${entry.itemName} is as it was before.`);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card component="article" padding="md">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text size="sm">
            <b>{entry.actor.name}</b>
            {entry.actor.kind === "key" ? " (API key)" : ""} {entry.action} <b>{say(entry.itemName)}</b>{" "}
            <Text span size="sm" c="dimmed">
              in {SECTIONS[entry.section] ?? entry.section}
            </Text>
          </Text>
          <Text size="xs" c="dimmed" className="number">
            {times.dateTime(entry.at)}
          </Text>
        </div>
        {entry.undoneBy !== null ? (
          <Badge color="gray">Undone</Badge>
        ) : (
          entry.undoable &&
          may("audit:undo") && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              onClick={() => void undo()}
              loading={busy}
              aria-label={`Undo: ${entry.itemName} ${entry.action}`}
            >
              Undo
            </Button>
          )
        )}
      </Group>
      {entry.fields.length > 0 && (
        <Table.ScrollContainer minWidth={420} type="native" mt="xs">
          <Table verticalSpacing={4} withRowBorders={false} highlightOnHover={false}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="30%">Field</Table.Th>
                {changed && <Table.Th w="35%">Before</Table.Th>}
                <Table.Th>{changed ? "After" : "Value"}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {entry.fields.map(({ field, before, after }) => (
                <Table.Tr key={field}>
                  <Table.Td>{nameField(field)}</Table.Td>
                  {changed && <Table.Td c="dimmed">{say(showValue(before))}</Table.Td>}
                  <Table.Td>{say(showValue(entry.action === "removed" ? before : after))}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}
