import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { IconUserPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { staffQuery } from "../../api/queries.ts";
import type { Staff } from "../../api/types.ts";
import { ListPage } from "../../parts/list-page.tsx";
import { ACTIONS, WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState } from "../../shell/page.tsx";
import { ROLE_NAMES } from "../../words/name-things.ts";
import { EditStaff } from "./edit-staff.tsx";

const NEW = "new";

/** Settings > My Staff > Team Management. */
export function MyStaffPage() {
  const { slug, may } = useAccount();
  const { id } = useSearch({ from: "/a/$slug/settings/my-staff" });
  const navigate = useNavigate({ from: "/a/$slug/settings/my-staff" });
  const staff = useQuery(staffQuery(slug));
  const open = (next?: string) => void navigate({ search: next === undefined ? {} : { id: next } });
  const edited = staff.data?.find((one) => one.id === id);
  const add = may("staff:write") && (
    <Button leftSection={<IconUserPlus size={16} />} onClick={() => open(NEW)}>
      Add staff member
    </Button>
  );
  return (
    <ListPage
      title="My Staff"
      about="Team Management: who signs in, and whose phone rings."
      list={staff}
      add={add}
      empty={
        <EmptyState icon={IconUsers} title="Nobody works here yet" action={add}>
          Add the people whose phones ring. Leads are assigned to them.
        </EmptyState>
      }
      show={(shown) => <StaffTable staff={shown} onEdit={open} />}
    >
      {(id === NEW || edited !== undefined) && (
        <EditStaff key={id} person={edited ?? null} onClose={() => open()} />
      )}
    </ListPage>
  );
}

/** Who is off today, or away for longer. */
function AwayBadge({ person: { awayUntil, daysOff } }: { person: Staff }) {
  const { times } = useAccount();
  const today = times.dayKey(Date.now());
  if (awayUntil !== null && Date.parse(awayUntil) > Date.now())
    return <Badge color="orange">{`Away until ${times.dateTime(awayUntil)}`}</Badge>;
  if (daysOff.some(({ from, to }) => from <= today && today <= to))
    return <Badge color="orange">Off today</Badge>;
  return null;
}

function StaffTable({ staff, onEdit }: { staff: Staff[]; onEdit: (id: string) => void }) {
  const { slug, may, phone } = useAccount();
  return (
    <WideTable label="Staff" minWidth={640} headings={["Name", "Phone", "Role", "Rings", ACTIONS]}>
      {staff.map((person) => (
        <Table.Tr key={person.id}>
          <Table.Td>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {person.name}
              </Text>
              {!person.active && <Badge color="gray">Inactive</Badge>}
              <AwayBadge person={person} />
              {person.signIn === "invited" && <Badge color="blue">Invited</Badge>}
            </Group>
            <Text size="xs" c="dimmed">
              {person.email}
            </Text>
          </Table.Td>
          <Table.Td className="number">
            {person.phone === null ? <Badge color="orange">No phone</Badge> : phone(person.phone)}
          </Table.Td>
          <Table.Td>{ROLE_NAMES[person.role]}</Table.Td>
          <Table.Td className="number">
            {person.ringSeconds === null ? "as the number says" : `${person.ringSeconds} s`}
          </Table.Td>
          <Table.Td>
            <Group gap="xs" justify="flex-end" wrap="nowrap">
              <Button
                size="xs"
                variant="subtle"
                aria-label={`Leads of ${person.name}`}
                renderRoot={(props) => (
                  <Link {...props} to="/a/$slug/leads" params={{ slug }} search={{ assignedTo: person.id }} />
                )}
              >
                Leads
              </Button>
              {may("staff:write") && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onEdit(person.id)}
                  aria-label={`Edit ${person.name}`}
                >
                  Edit
                </Button>
              )}
            </Group>
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
