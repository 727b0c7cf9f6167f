import { Alert, Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { Copy } from "../../parts/copy.tsx";

/** A secret that was just made, which is shown this once. */
export function ShowSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="The webhook's secret" size="lg">
      <Stack>
        <Alert>Copy it now: it is not shown again.</Alert>
        <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
          {secret}
        </Code>
        <Text size="sm">
          With it your program proves that an event came from here: every Standard Webhooks library takes it
          as it is.
        </Text>
        <Group justify="flex-end">
          <Copy text={secret} />
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
