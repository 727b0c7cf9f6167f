import { ActionIcon, Anchor, Badge, Card, Checkbox, Table, Text, Tooltip } from "@mantine/core";
import { IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { staffQuery } from "../../api/queries.ts";
import type { Lead } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { SortHeading } from "./sort-heading.tsx";

type Props = {
  leads: Lead[];
  chosen: string[];
  /** Null: nothing can be done to many. */
  onChoose: ((ids: string[]) => void) | null;
  onOpen: (id: string) => void;
  sort: string;
  onSort: (sort: string) => void;
};

export function LeadTable({ leads, chosen, onChoose, onOpen, ...order }: Props) {
  const all = leads.length > 0 && leads.every(({ id }) => chosen.includes(id));
  return (
    <Card padding={0}>
      <Table.ScrollContainer minWidth={800} type="native" tabIndex={0} aria-label="Leads">
        <Table>
          <Table.Thead>
            <Table.Tr>
              {onChoose !== null && (
                <Table.Th w={44}>
                  <Checkbox
                    aria-label="Choose all that are shown"
                    checked={all}
                    indeterminate={!all && chosen.length > 0}
                    onChange={() => onChoose(all ? [] : leads.map(({ id }) => id))}
                  />
                </Table.Th>
              )}
              <SortHeading orders={["name"]} {...order}>
                Name
              </SortHeading>
              <Table.Th>Phones</Table.Th>
              <Table.Th>Assigned to</Table.Th>
              <SortHeading orders={["-changedAt", "changedAt"]} {...order}>
                Changed
              </SortHeading>
              <SortHeading orders={["-lastContactedAt"]} {...order}>
                Last contacted
              </SortHeading>
              <Table.Th>
                <span className="sr-only">Who rings?</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {leads.map((lead) => (
              <LeadRow
                key={lead.id}
                lead={lead}
                chosen={chosen.includes(lead.id)}
                onChoose={
                  onChoose === null
                    ? null
                    : (on) => onChoose(on ? [...chosen, lead.id] : chosen.filter((id) => id !== lead.id))
                }
                onOpen={() => onOpen(lead.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

function LeadRow(props: {
  lead: Lead;
  chosen: boolean;
  onChoose: ((on: boolean) => void) | null;
  onOpen: () => void;
}) {
  const { lead, chosen, onChoose, onOpen } = props;
  const { slug, phone, times } = useAccount();
  const staff = useQuery(staffQuery(slug)).data ?? [];
  const name = staff.find(({ email }) => email === lead.assignedTo)?.name ?? lead.assignedTo;
  return (
    <Table.Tr {...(chosen ? { bg: "var(--rr-quiet)" } : {})}>
      {onChoose !== null && (
        <Table.Td>
          <Checkbox
            aria-label={`Choose ${lead.name}`}
            checked={chosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <Anchor component="button" type="button" size="sm" fw={600} onClick={onOpen} ta="left">
          {lead.name}
        </Anchor>{" "}
        {lead.blocked && <Badge color="red">Blocked</Badge>}
      </Table.Td>
      <Table.Td className="number">{lead.phones.map(phone).join(", ")}</Table.Td>
      <Table.Td>
        {name ?? (
          <Text size="sm" c="dimmed">
            nobody
          </Text>
        )}
      </Table.Td>
      <Table.Td className="number">{times.dateTime(lead.changedAt)}</Table.Td>
      <Table.Td className="number">
        {lead.lastContactedAt === null ? (
          <Text size="sm" c="dimmed">
            never
          </Text>
        ) : (
          times.dateTime(lead.lastContactedAt)
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Tooltip label="Who rings?">
          <ActionIcon
            variant="subtle"
            aria-label={`Who rings when ${lead.name} calls?`}
            renderRoot={(rest) => (
              <Link
                {...rest}
                to="/a/$slug/who-rings"
                params={{ slug }}
                search={{ from: lead.phones[0] ?? "withheld" }}
              />
            )}
          >
            <IconQuestionMark size={18} />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
