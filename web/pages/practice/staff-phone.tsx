import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import type { PracticePhone } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";
import { Heard } from "./heard.tsx";

type Move = { do: "answer" | "press" | "decline" | "hangUp" | "voicemail"; key?: string };

const STATES: Record<string, { label: string; color: string }> = {
  idle: { label: "Quiet", color: "gray" },
  ringing: { label: "Rings", color: "ring" },
  pickedUp: { label: "Picked up", color: "blue" },
  talking: { label: "Talks", color: "green" },
  voicemail: { label: "Its voicemail took it", color: "orange" },
};

/** One phone of staff, a forwarding number or the company: rings here, and is worked here. */
export function StaffPhone({ phone }: { phone: PracticePhone }) {
  const { slug, phone: format } = useAccount();
  const [busy, setBusy] = useState(false);
  const act = async (move: Move) => {
    setBusy(true);
    try {
      await ask(accountPath(slug, `/practice/phones/${encodeURIComponent(phone.number)}`), {
        method: "POST",
        body: move,
      });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const state = STATES[phone.state] ?? { label: phone.state, color: "gray" };
  const button = (label: string, move: Move, filled = false) => (
    <Button
      size="xs"
      variant={filled ? "filled" : "default"}
      disabled={busy}
      onClick={() => void act(move)}
      aria-label={`${phone.name}: ${label}`}
    >
      {label}
    </Button>
  );
  return (
    <Card padding="md" component="article" aria-label={phone.name}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <div>
            <Text size="sm" fw={600}>
              {phone.name}
            </Text>
            <Text size="xs" c="dimmed" className="number">
              {format(phone.number)}
            </Text>
          </div>
          <Badge color={state.color} className={phone.state === "ringing" ? "pulse" : ""}>
            {state.label}
          </Badge>
        </Group>
        <Heard who={phone.name} heard={phone.heard} />
        {phone.state === "ringing" && (
          <Group gap={6}>
            {button("Answer", { do: "answer" }, true)}
            {button("Decline", { do: "decline" })}
            {button("Be a voicemail", { do: "voicemail" })}
          </Group>
        )}
        {phone.state !== "ringing" && phone.state !== "idle" && (
          <Group gap={6}>
            {phone.state !== "voicemail" &&
              button("Press 1", { do: "press", key: "1" }, phone.state !== "talking")}
            {button("Hang up", { do: "hangUp" })}
          </Group>
        )}
      </Stack>
    </Card>
  );
}
