import { CloseButton, Group, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The corner of the page where a call is made. */
export function Panel({
  title,
  onClose,
  children,
}: {
  title: string;
  /** Left out: it can't be closed now. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
}) {
  return (
    <Paper
      component="section"
      aria-label="Call"
      withBorder
      shadow="lg"
      radius="md"
      p="md"
      style={{
        position: "fixed",
        right: 12,
        bottom: 12,
        width: "min(360px, calc(100vw - 24px))",
        maxHeight: "calc(100dvh - 84px)",
        overflowY: "auto",
        zIndex: 250,
      }}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} size="h4">
            {title}
          </Title>
          {onClose !== undefined && <CloseButton aria-label="Close" onClick={onClose} />}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
