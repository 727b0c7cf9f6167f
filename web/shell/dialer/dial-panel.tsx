import { Button, Text, TextInput } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useState } from "react";
import { useDialer } from "../dialer-context.ts";
import { Panel } from "./panel.tsx";

/** A number to call, typed or pasted. */
export function DialPanel({ onClose }: { onClose: () => void }) {
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
        <Text size="xs" c="dimmed" my="xs">
          Your own phone rings first. Pick up and press 1, and the number is called.
        </Text>
        <Button type="submit" fullWidth loading={busy} leftSection={<IconPhone size={16} aria-hidden />}>
          Call
        </Button>
      </form>
    </Panel>
  );
}
