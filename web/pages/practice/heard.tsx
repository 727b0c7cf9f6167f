import { Stack, Text } from "@mantine/core";

/** What somebody on a phone hears, the newest last. */
export function Heard({ who, heard }: { who: string; heard: readonly string[] }) {
  if (heard.length === 0) return null;
  return (
    <Stack gap={4} role="log" aria-label={`${who} hears`}>
      {heard.slice(-4).map((sentence, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was heard only grows at its end.
        <Text key={index} size="sm" fs="italic">
          “{sentence}”
        </Text>
      ))}
    </Stack>
  );
}
