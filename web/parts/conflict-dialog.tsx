import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useAccount } from "../shell/account-context.ts";
import { nameField, showValue } from "../words/name-things.ts";

type Fields = Record<string, unknown>;
type Props = {
  message: string;
  mine: Fields;
  theirs: Fields | null;
  busy: boolean;
  onCancel: () => void;
  onTheirs: () => void;
  onMine: () => void;
};

/** Somebody else changed the same thing meanwhile. Nothing is overwritten before the person has chosen. */
export function ConflictDialog({ message, mine, theirs, busy, onCancel, onTheirs, onMine }: Props) {
  const { say } = useAccount();
  return (
    <Modal opened onClose={onCancel} title="Somebody was faster" size="lg">
      <Stack>
        <Text>{`${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace("..", ".")}</Text>
        {theirs === null ? (
          <Text size="sm">It was removed. What you typed is kept until you leave this page.</Text>
        ) : (
          <Table.ScrollContainer minWidth={420} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Field</Table.Th>
                  <Table.Th>As it is now</Table.Th>
                  <Table.Th>Yours</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {Object.entries(mine).map(([field, value]) => (
                  <Table.Tr key={field}>
                    <Table.Td>{nameField(field)}</Table.Td>
                    <Table.Td>{say(showValue(theirs[field]))}</Table.Td>
                    <Table.Td>{say(showValue(value))}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onCancel}>
            Go on editing
          </Button>
          <Button variant="default" onClick={onTheirs}>
            Take theirs
          </Button>
          {theirs !== null && (
            <Button onClick={onMine} loading={busy}>
              Save mine
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
