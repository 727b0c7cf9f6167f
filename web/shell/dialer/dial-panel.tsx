import { Box, Button, Text, TextInput } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import { useDialer } from "../dialer-context.ts";
import { ChooseWay } from "./choose-way.tsx";
import { Panel } from "./panel.tsx";
import type { useWayToCall } from "./way-to-call.ts";

/** A number to call, typed or pasted. */
export function DialPanel({
  wayToCall,
  onClose,
}: {
  wayToCall: ReturnType<typeof useWayToCall>;
  onClose: () => void;
}) {
  const { call, busy } = useDialer();
  const [number, setNumber] = useState("");
  return (
    <Panel title="Call a number" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          call({ to: number, name: number });
        }}
      >
        <TextInput
          label="Phone"
          type="tel"
          required
          data-autofocus
          autoFocus
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Box mt="sm">
          <ChooseWay wayToCall={wayToCall} />
        </Box>
        <Text size="xs" c="dimmed" my="xs">
          {wayToCall.way === "browser"
            ? "You talk with this computer's microphone. It holds for every call that you make in this browser."
            : "Your own phone rings first. Pick up and press 1, and the number is called."}
        </Text>
        <Button type="submit" fullWidth loading={busy} leftSection={<IconPhone size={16} aria-hidden />}>
          Call
        </Button>
      </form>
    </Panel>
  );
}
