import { Group, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";

type Props = {
  /** The orders that this column offers; the first is that of the first click. */
  orders: readonly string[];
  sort: string;
  onSort: (sort: string) => void;
  children: ReactNode;
};

/** A column's heading that orders the list by it; clicked again, the other way round where that is offered. */
export function SortHeading({ orders, sort, onSort, children }: Props) {
  const at = orders.indexOf(sort);
  const down = sort.startsWith("-");
  const Icon = at === -1 ? IconArrowsSort : down ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th aria-sort={at === -1 ? "none" : down ? "descending" : "ascending"}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        onClick={() => onSort(orders[(at + 1) % orders.length] ?? sort)}
      >
        <Group gap={4} wrap="nowrap">
          {children}
          <Icon size={14} opacity={at === -1 ? 0.45 : 1} aria-hidden />
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
