import { Text } from "@mantine/core";

/** A figure with what it counts above it. */
export function Figure({ label, value }: { label: string; value: string | number }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={650} size="lg" className="number">
        {typeof value === "number" ? value.toLocaleString() : value}
      </Text>
    </div>
  );
}
