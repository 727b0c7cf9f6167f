import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import type { Campaign } from "../../api/types.ts";
import { useCampaignMove } from "../../parts/use-campaign-move.ts";

/** Holds a campaign, lets it go on, or ends it. */
export function SteerCampaign({ campaign: { id, name, state } }: { campaign: Campaign }) {
  const [asked, { open, close }] = useDisclosure(false);
  const move = useCampaignMove(id);
  if (state === "done" || state === "canceled") return null;
  return (
    <>
      {state === "running" && (
        <Button
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={move.isPending}
          onClick={() =>
            move.mutate({ path: "pause", said: "The campaign is paused: nothing more is sent." })
          }
        >
          Pause
        </Button>
      )}
      {state === "scheduled" && (
        <Button variant="default" loading={move.isPending} onClick={() => move.mutate({ path: "pause" })}>
          Back to draft
        </Button>
      )}
      {state === "paused" && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={move.isPending}
          onClick={() => move.mutate({ path: "resume", said: "The campaign goes on." })}
        >
          Resume
        </Button>
      )}
      <Button variant="default" color="red" leftSection={<IconX size={16} aria-hidden />} onClick={open}>
        Cancel
      </Button>
      <Modal opened={asked} onClose={close} title={`Cancel ${name}?`}>
        <Text size="sm">Nothing more is sent, and it can't be started again. What was sent stays known.</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button
            color="red"
            loading={move.isPending}
            onClick={() =>
              move.mutate({ path: "cancel", said: "The campaign is canceled." }, { onSettled: close })
            }
          >
            Cancel the campaign
          </Button>
        </Group>
      </Modal>
    </>
  );
}
