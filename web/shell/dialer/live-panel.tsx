import { Anchor, Button, Text } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { useEvents } from "../../api/follow-events.ts";
import { callQuery, keyOf } from "../../api/queries.ts";
import type { Call, LiveCall } from "../../api/types.ts";
import { CallNote } from "../../parts/call-note.tsx";
import { useNow } from "../../parts/use-now.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { useAccount } from "../account-context.ts";
import { tellTrouble } from "../toast.ts";
import { Panel } from "./panel.tsx";

type Props = { id: string; name: string; onOver: () => void; onClose: () => void };

/** A call that was made here: whose phone rings, the talk, and after it what it came to. */
export function LivePanel({ id, name, onOver, onClose }: Props) {
  const { slug } = useAccount();
  const { data, connection } = useEvents<{ items: LiveCall[] }>(accountPath(slug, "/live"), "calls");
  const live = data?.items.find((call) => call.id === id);
  const over = data !== null && live === undefined;
  const queries = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it is over.
  useEffect(() => {
    if (!over) return;
    onOver();
    void queries.invalidateQueries({ queryKey: keyOf(slug, "calls") });
  }, [over]);
  if (over) return <Over id={id} name={name} onClose={onClose} />;
  return (
    <Panel title={name}>
      <Text size="sm" role="status">
        {live === undefined ? "Your phone is about to ring." : <Stage call={live} name={name} />}
      </Text>
      {connection === "lost" && (
        <Text size="xs" c="dimmed">
          The connection was lost: what you see may be old.
        </Text>
      )}
      <HangUp id={id} />
    </Panel>
  );
}

function Stage({ call, name }: { call: LiveCall; name: string }) {
  const now = useNow();
  if (call.state === "screening") return <>Press 1 on your phone, and {name} is called.</>;
  if (call.state === "connected") {
    const since = Date.parse(call.answeredAt ?? call.startedAt);
    return (
      <>
        Talking, <span className="number">{formatSeconds(Math.max(0, (now - since) / 1000))}</span>
      </>
    );
  }
  if (call.ringing?.rung === "lead") return <>Rings at {name} …</>;
  return <>Your phone rings. Pick up and press 1.</>;
}

function HangUp({ id }: { id: string }) {
  const { slug } = useAccount();
  const hangUp = useMutation({
    mutationFn: () => ask<Call>(accountPath(slug, `/calls/${id}/hang-up`), { method: "POST", body: {} }),
    onError: tellTrouble,
  });
  return (
    <Button
      color="red"
      variant="light"
      leftSection={<IconPhoneOff size={16} aria-hidden />}
      loading={hangUp.isPending}
      onClick={() => hangUp.mutate()}
    >
      Hang up
    </Button>
  );
}

function Over({ id, name, onClose }: Omit<Props, "onOver">) {
  const { slug, say } = useAccount();
  const call = useQuery(callQuery(slug, id)).data;
  return (
    <Panel title={name} onClose={onClose}>
      <Text size="sm" role="status">
        {say(
          call?.story.findLast(({ text }) => /^The call (ended|failed)/.test(text))?.text ??
            "The call is over.",
        )}
      </Text>
      {call !== undefined && <CallNote call={call} onSaved={onClose} />}
      <Anchor
        size="sm"
        renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id }} />}
      >
        The whole call
      </Anchor>
    </Panel>
  );
}
