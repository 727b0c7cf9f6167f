import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { callbackQuery } from "../../api/queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

/** What happened to a callback, in sentences; read when somebody asks. */
export function CallbackHistory({ id, who }: { id: string; who: string }) {
  const { slug, times, say } = useAccount();
  const [opened, { open, close }] = useDisclosure(false);
  const callback = useQuery({ ...callbackQuery(slug, id), enabled: opened });
  return (
    <>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconHistory size={14} aria-hidden />}
        onClick={open}
        aria-label={`What happened for ${who}`}
      >
        What happened
      </Button>
      <Modal opened={opened} onClose={close} title={`What happened for ${who}`}>
        {callback.isPending && <WaitingRows rows={2} />}
        {callback.isError && <CouldNotRead error={callback.error} again={callback.refetch} />}
        <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: "none" }}>
          {callback.data?.history.map(({ at, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what happened only grows at its end.
            <Group key={index} component="li" wrap="nowrap" align="flex-start" gap="md">
              <Text
                size="sm"
                c="dimmed"
                className="number"
                w={110}
                style={{ flexShrink: 0 }}
                component="time"
              >
                {times.dateTime(at)}
              </Text>
              <Text size="sm">{say(text)}</Text>
            </Group>
          ))}
        </Stack>
      </Modal>
    </>
  );
}
