import { Anchor, Badge, Button, Group, Table, Text } from "@mantine/core";
import { IconHash, IconPlus, IconQuestionMark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { registrationsQuery } from "../../api/conversation-queries.ts";
import { accountQuery, carriersQuery, numbersQuery, staffQuery } from "../../api/queries.ts";
import type { BusinessNumber } from "../../api/types.ts";
import { ListPage } from "../../parts/list-page.tsx";
import { NotRegistered, REGISTRATION_NAMES } from "../../parts/not-registered.tsx";
import { ACTIONS, WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState } from "../../shell/page.tsx";
import { nameRung } from "../../words/name-things.ts";
import { EditNumber } from "./edit-number.tsx";

const FROM = "/a/$slug/settings/phone-numbers";
const NEW = "new";

/** Settings > Phone Numbers. */
export function PhoneNumbersPage() {
  const { slug, may } = useAccount();
  const { id } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const numbers = useQuery(numbersQuery(slug));
  const open = (next?: string) => void navigate({ search: next === undefined ? {} : { id: next } });
  const edited = numbers.data?.find((one) => one.id === id);
  const add = may("numbers:write") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(NEW)}>
      Add number
    </Button>
  );
  return (
    <ListPage
      title="Phone Numbers"
      about="The numbers that people call, and whose phone rings for each."
      list={numbers}
      add={add}
      empty={<NoNumbers />}
      show={(shown) => <NumberTable numbers={shown} onEdit={open} />}
    >
      <NotRegistered />
      {(id === NEW || edited !== undefined) && (
        <EditNumber key={id} number={edited ?? null} onClose={() => open()} />
      )}
    </ListPage>
  );
}

function NumberTable({ numbers, onEdit }: { numbers: BusinessNumber[]; onEdit: (id: string) => void }) {
  const { slug, may, phone } = useAccount();
  const staff = useQuery(staffQuery(slug)).data ?? [];
  const groups = useQuery(accountQuery(slug)).data?.groups;
  const registrations = useQuery(registrationsQuery(slug)).data ?? [];
  const stateOf = (number: string) => registrations.find((one) => one.number === number)?.state;
  return (
    <WideTable
      label="Numbers"
      minWidth={720}
      headings={["Number", "Number's user", "Forwarding number", "Ladder", ACTIONS]}
    >
      {numbers.map((one) => (
        <Table.Tr key={one.id}>
          <Table.Td>
            <Text size="sm" fw={600}>
              {one.label ?? phone(one.number)}
            </Text>
            <Text size="xs" c="dimmed" className="number">
              {one.label === null ? "" : phone(one.number)} {one.label === null ? "" : "·"} {one.carrier}
            </Text>
            {stateOf(one.number) !== undefined && (
              <Text size="xs" c="dimmed">
                {REGISTRATION_NAMES[stateOf(one.number) ?? "registered"]}
              </Text>
            )}
          </Table.Td>
          <Table.Td>
            {one.user === null ? (
              <NotSet />
            ) : (
              (staff.find(({ email }) => email === one.user)?.name ?? one.user)
            )}
          </Table.Td>
          <Table.Td className="number">
            {one.forwardingNumber === null ? <NotSet /> : phone(one.forwardingNumber)}
          </Table.Td>
          <Table.Td>
            {one.ladder === null ? (
              <Text size="sm" c="dimmed">
                the account's
              </Text>
            ) : (
              <Text size="sm">
                {one.ladder.map((rung) => nameRung(rung, groups)).join(" → ") || "no rung"}
              </Text>
            )}
            {one.menu !== null && (
              <Text size="xs" c="dimmed">
                after a menu of {one.menu.choices.length}
              </Text>
            )}
          </Table.Td>
          <Table.Td>
            <Group gap="xs" justify="flex-end" wrap="nowrap">
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconQuestionMark size={14} />}
                aria-label={`Who rings for ${one.label ?? phone(one.number)}?`}
                renderRoot={(props) => (
                  <Link {...props} to="/a/$slug/who-rings" params={{ slug }} search={{ to: one.number }} />
                )}
              >
                Who rings?
              </Button>
              {may("numbers:write") && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onEdit(one.id)}
                  aria-label={`Edit ${one.label ?? phone(one.number)}`}
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

function NotSet() {
  return <Badge color="gray">Not set</Badge>;
}

function NoNumbers() {
  const { slug, may } = useAccount();
  const carriers = useQuery({ ...carriersQuery(slug), enabled: may("carriers:read") }).data ?? [];
  const none = carriers.length === 0;
  return (
    <EmptyState
      icon={IconHash}
      title="No numbers yet"
      action={
        <Group>
          <Button renderRoot={(props) => <Link {...props} to="/a/$slug/practice" params={{ slug }} />}>
            Get a practice line
          </Button>
          <Anchor
            renderRoot={(props) => (
              <Link {...props} to="/a/$slug/settings/carriers" params={{ slug }} search={{}} />
            )}
          >
            {none ? "Connect a carrier" : "See your carrier's numbers"}
          </Anchor>
        </Group>
      }
    >
      A number is held at your carrier. Connect it and pick your numbers there, or try everything with a
      practice line first.
    </EmptyState>
  );
}
