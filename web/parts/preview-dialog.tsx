import { Alert, Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconArrowRight } from "@tabler/icons-react";
import type { Preview } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";

type Props = { preview: Preview; verb: string; busy: boolean; onCancel: () => void; onGo: () => void };

/** Whose calls a change would send elsewhere, by the code that decides real calls, before it is made. */
export function PreviewDialog({ preview, verb, busy, onCancel, onGo }: Props) {
  const { say } = useAccount();
  return (
    <Modal opened onClose={onCancel} title="What changes for callers" size="lg">
      <Stack>
        <List spacing="sm" icon={<IconArrowRight size={16} aria-hidden />} aria-label="Changes">
          {preview.changes.map((change) => (
            <List.Item key={`${change.number} ${change.text}`}>{say(change.text)}</List.Item>
          ))}
        </List>
        {preview.findings.map((finding) => (
          <Alert
            key={finding.text}
            color={finding.severity === "error" ? "red" : "orange"}
            icon={<IconAlertTriangle size={18} />}
          >
            <Text size="sm">{say(finding.text)}</Text>
          </Alert>
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Go on editing
          </Button>
          <Button onClick={onGo} loading={busy} data-autofocus>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
