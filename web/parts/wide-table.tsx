import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** `right`: of figures. `hidden`: only said, to who does not see the page. */
export type Heading = string | { label: string; right?: true; hidden?: true };

/** For a last column of buttons. */
export const ACTIONS: Heading = { label: "Actions", hidden: true };

/** A table with its rows as children. Where it is wider than the screen it scrolls by itself, from the keyboard too. */
export function WideTable(props: {
  label: string;
  minWidth: number;
  headings: readonly Heading[];
  children: ReactNode;
  /** Where it is longer, it scrolls under its headings. */
  maxHeight?: number;
  spacing?: number;
}) {
  const { label, minWidth, headings, children, maxHeight, spacing } = props;
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      type="native"
      tabIndex={0}
      aria-label={label}
      {...(maxHeight === undefined ? {} : { maxHeight })}
    >
      <Table
        stickyHeader={maxHeight !== undefined}
        {...(spacing === undefined ? {} : { verticalSpacing: spacing })}
      >
        <Table.Thead>
          <Table.Tr>
            {headings.map((heading) => {
              const { label, right, hidden } = typeof heading === "string" ? { label: heading } : heading;
              return (
                <Table.Th key={label} ta={right ? "right" : undefined}>
                  {hidden ? <span className="sr-only">{label}</span> : label}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
