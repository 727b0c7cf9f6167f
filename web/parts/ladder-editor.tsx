import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { ActionIcon, Group, Input, Stack, Switch, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { groupIdOf, type PlainRung, RUNGS, type Rung } from "../../routing/values.ts";
import { accountQuery } from "../api/queries.ts";
import type { Account } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { GROUP_ORDER_NAMES, nameRung, RUNG_HINTS } from "../words/name-things.ts";

type Props = { value: Rung[]; onChange: (ladder: Rung[]) => void; label: string; error?: string | undefined };

/** The rungs in the order in which they are tried: by dragging, with the arrows, or from the keyboard (space, arrows). */
export function LadderEditor({ value, onChange, label, error }: Props) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const move = (rung: Rung, to: number) => onChange(arrayMove(value, value.indexOf(rung), to));
  const dragged = ({ active, over }: DragEndEvent) => {
    if (over === null || active.id === over.id) return;
    move(active.id as Rung, value.indexOf(over.id as Rung));
  };
  const groups = useGroups();
  const name = (id: string | number) => nameRung(id as Rung, groups);
  const offered: Rung[] = [...RUNGS, ...groups.map(({ id }): Rung => `group:${id}`)];
  const place = (id: string | number) => `place ${value.indexOf(id as Rung) + 1} of ${value.length}`;
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={dragged}
        accessibility={{
          announcements: {
            onDragStart: ({ active }) => `${name(active.id)} is picked up.`,
            onDragOver: ({ active, over }) =>
              over === null ? "" : `${name(active.id)} is over ${place(over.id)}.`,
            onDragEnd: ({ active, over }) =>
              over === null
                ? `${name(active.id)} is put back.`
                : `${name(active.id)} is now ${place(over.id)}.`,
            onDragCancel: ({ active }) => `${name(active.id)} is put back.`,
          },
        }}
      >
        <SortableContext items={value} strategy={verticalListSortingStrategy}>
          <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: "none" }}>
            {value.map((rung, index) => (
              <SortableRung
                key={rung}
                rung={rung}
                name={name(rung)}
                hint={hintOf(rung, groups)}
                index={index}
                count={value.length}
                onMove={(to) => move(rung, to)}
                onOff={() => onChange(value.filter((one) => one !== rung))}
              />
            ))}
          </Stack>
        </SortableContext>
      </DndContext>
      <Stack gap={6} mt={6}>
        {offered
          .filter((rung) => !value.includes(rung))
          .map((rung) => (
            <Group key={rung} className="sortable" justify="space-between" wrap="nowrap">
              <Text size="sm" c="dimmed">
                {name(rung)} is switched off
              </Text>
              <Switch
                checked={false}
                onChange={() => onChange([...value, rung])}
                aria-label={`${name(rung)}: switched off`}
              />
            </Group>
          ))}
      </Stack>
    </Input.Wrapper>
  );
}

/** The account's ring groups, which may be rungs too. */
function useGroups(): Account["groups"] {
  const { slug } = useAccount();
  return useQuery(accountQuery(slug)).data?.groups ?? [];
}

function hintOf(rung: Rung, groups: Account["groups"]): string {
  const id = groupIdOf(rung);
  if (id === null) return RUNG_HINTS[rung as PlainRung];
  const group = groups.find((one) => one.id === id);
  if (group === undefined) return "a group that is not there any more";
  const count = group.members.length;
  return `a ring group of ${count} ${count === 1 ? "person" : "people"}: ${GROUP_ORDER_NAMES[group.order].toLowerCase()}`;
}

function SortableRung(props: {
  rung: Rung;
  name: string;
  hint: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  onOff: () => void;
}) {
  const { rung, name, hint, index, count, onMove, onOff } = props;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } = useSortable({
    id: rung,
  });
  const shift = transform === null ? undefined : `translate3d(0, ${Math.round(transform.y)}px, 0)`;
  return (
    <li ref={setNodeRef} className="sortable" style={{ transform: shift, transition }}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="xs" wrap="nowrap">
          <ActionIcon
            ref={setActivatorNodeRef}
            variant="subtle"
            color="gray"
            className="grip"
            {...attributes}
            {...listeners}
            aria-label={`Move ${name}, place ${index + 1} of ${count}`}
          >
            <IconGripVertical size={16} />
          </ActionIcon>
          <div>
            <Text size="sm" fw={600}>
              {index + 1}. {name}
            </Text>
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          </div>
        </Group>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
            aria-label={`${name} up`}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
            aria-label={`${name} down`}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <Switch checked onChange={onOff} aria-label={`${name}: switched on`} ml={4} />
        </Group>
      </Group>
    </li>
  );
}
