import { Button, Card, MultiSelect, Group as Row, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { GROUP_MAX, type GroupOrder } from "../../routing/values.ts";
import { staffQuery } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { GROUP_ORDER_NAMES } from "../words/name-things.ts";
import { RingSeconds } from "./routing-fields.tsx";

/** A ring group while it is edited. The id of a new one follows from its name. */
export type Group = {
  id: string;
  name: string;
  order: GroupOrder;
  members: string[];
  ringSeconds: number | "";
};

type Props = {
  value: Group;
  isNew: boolean;
  onChange: (group: Group) => void;
  onRemove: () => void;
  errors: Record<string, ReactNode>;
  /** Where it stands in the form, for what the server says of its fields. */
  path: string;
};

/** One ring group: who is in it, and how they ring. */
export function GroupEditor({ value, isNew, onChange, onRemove, errors, path }: Props) {
  const { slug } = useAccount();
  const staff = useQuery(staffQuery(slug)).data ?? [];
  const name = value.name.trim() || "New group";
  const together = value.order === "together";
  const people = staff.map(({ email, name: who, active, phone }) => ({
    value: email,
    label: `${who}${active ? (phone === null ? " (no phone)" : "") : " (inactive)"}`,
  }));
  const wrong = Object.keys(errors).find((field) => field.startsWith(`${path}.members`));
  return (
    <Card component="section" aria-label={name}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label="Group's name"
            placeholder="Sales"
            required
            maxLength={60}
            value={value.name}
            onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
            error={errors[`${path}.name`] ?? errors[`${path}.id`]}
            {...(isNew ? {} : { description: `Named group:${value.id} in settings files.` })}
          />
          <Select
            label="Rings"
            allowDeselect={false}
            data={Object.entries(GROUP_ORDER_NAMES).map(([order, label]) => ({ value: order, label }))}
            value={value.order}
            onChange={(order) => order !== null && onChange({ ...value, order: order as GroupOrder })}
          />
        </SimpleGrid>
        <MultiSelect
          label="Members"
          description={
            together || value.order === "inTurn"
              ? `At most ${GROUP_MAX}.`
              : `At most ${GROUP_MAX}, in the order in which they are chosen.`
          }
          placeholder={value.members.length === 0 ? "Nobody yet" : ""}
          searchable
          hidePickedOptions
          maxValues={GROUP_MAX}
          nothingFoundMessage="Nobody has this name."
          data={people}
          value={value.members}
          onChange={(members) => onChange({ ...value, members })}
          error={wrong === undefined ? undefined : errors[wrong]}
        />
        {together && (
          <RingSeconds
            description="Of all of them together."
            placeholder="As the number says"
            value={value.ringSeconds}
            onChange={(seconds) =>
              onChange({ ...value, ringSeconds: typeof seconds === "number" ? seconds : "" })
            }
            error={errors[`${path}.ringSeconds`]}
          />
        )}
        <Row justify="flex-end">
          <Button
            size="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={onRemove}
          >
            Remove {name}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}
