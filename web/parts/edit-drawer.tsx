import { Divider, Drawer, Group, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";

/** A form about one thing, over the list that it belongs to. `below`: what else can be done with that thing. */
export function EditDrawer(props: {
  title: string;
  size?: "md" | "lg";
  onClose: () => void;
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
  below?: ReactNode;
}) {
  const { title, size = "lg", onClose, onSubmit, children, below } = props;
  return (
    <Drawer opened onClose={onClose} position="right" size={size} title={title}>
      <form onSubmit={onSubmit}>
        <Stack>{children}</Stack>
      </form>
      {below && (
        <>
          <Divider my="lg" />
          <Group justify="space-between">{below}</Group>
        </>
      )}
    </Drawer>
  );
}
