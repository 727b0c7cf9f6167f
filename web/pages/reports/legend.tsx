import { Group, Text } from "@mantine/core";

export function Legend({ entries }: { entries: { label: string; colour: string }[] }) {
  return (
    <Group gap="md" mt="xs">
      {entries.map(({ label, colour }) => (
        <Group key={label} gap={6}>
          <span style={{ width: 12, height: 12, borderRadius: 3, background: colour }} aria-hidden />
          <Text size="xs">{label}</Text>
        </Group>
      ))}
    </Group>
  );
}
