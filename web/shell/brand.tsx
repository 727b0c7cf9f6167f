import { Group, Text } from "@mantine/core";

export function Brand() {
  return (
    <Group gap={8} wrap="nowrap">
      <img src="/ringright.svg" alt="" width={28} height={28} />
      <Text fw={700} size="lg" lh={1} visibleFrom="xs">
        Ringright
      </Text>
    </Group>
  );
}
