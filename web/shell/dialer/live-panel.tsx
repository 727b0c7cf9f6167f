import { Anchor, Button, Text } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { useEvents } from "../../api/follow-events.ts";
import { callQuery, keyOf } from "../../api/queries.ts";
import type { Call, LiveCall } from "../../api/types.ts";
import { CallNote } from "../../parts/call-note.tsx";
import { useNow } from "../../parts/use-now.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { useAccount } from "../account-context.ts";
import { tellTrouble } from "../toast.ts";
import type { LineState } from "./browser-line.ts";
import { Panel } from "./panel.tsx";

type Props = {
  id: string;
  name: string;
  /** This browser's side of the call; null: their own phone is it. */
  browser: { state: LineState; mute: (muted: boolean) => void } | null;
  onOver: () => void;
  onClose: () => void;
};

/** A call that was made here: whose phone rings, the talk, and after it what it came to. */
export function LivePanel({ id, name, browser, onOver, onClose }: Props) {
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
  const trouble = browser !== null && "why" in browser.state ? browser.state.why : null;
  if (over) return <Over id={id} name={name} trouble={trouble} onClose={onClose} />;
  return (
    <Panel title={name}>
      <Text size="sm" role="status">
        {live === undefined ? (
          waitingFor(browser !== null)
        ) : (
          <Stage call={live} name={name} fromBrowser={browser !== null} />
        )}
      </Text>
      {connection === "lost" && (
        <Text size="xs" c="dimmed">
          The connection was lost: what you see may be old.
        </Text>
      )}
      {trouble !== null && <Text size="sm">{trouble}</Text>}
      {browser?.state.is === "open" && <Mute mute={browser.mute} />}
      <HangUp id={id} />
    </Panel>
  );
}

function waitingFor(fromBrowser: boolean): string {
  return fromBrowser ? "This browser connects …" : "Your phone is about to ring.";
}

function Mute({ mute }: { mute: (muted: boolean) => void }) {
  const [muted, setMuted] = useState(false);
  const Icon = muted ? IconMicrophoneOff : IconMicrophone;
  const turn = () => {
    mute(!muted);
    setMuted(!muted);
  };
  return (
    <Button
      variant={muted ? "filled" : "default"}
      aria-pressed={muted}
      leftSection={<Icon size={16} aria-hidden />}
      onClick={turn}
    >
      {muted ? "Muted" : "Mute"}
    </Button>
  );
}

function Stage({ call, name, fromBrowser }: { call: LiveCall; name: string; fromBrowser: boolean }) {
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
  return <>{fromBrowser ? waitingFor(true) : "Your phone rings. Pick up and press 1."}</>;
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

function Over({
  id,
  name,
  trouble,
  onClose,
}: Pick<Props, "id" | "name" | "onClose"> & { trouble: string | null }) {
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
      {trouble !== null && <Text size="sm">{trouble}</Text>}
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
