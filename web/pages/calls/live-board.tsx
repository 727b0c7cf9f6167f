import { Badge, Card, Group, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { accountPath } from "../../api/ask.ts";
import { type Connection, useEvents } from "../../api/follow-events.ts";
import { keyOf } from "../../api/queries.ts";
import type { LiveCall } from "../../api/types.ts";
import { useNow } from "../../parts/use-now.ts";
import { useAccount } from "../../shell/account-context.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { nameRung, PHASE_NAMES } from "../../words/name-things.ts";

/** Calls in progress, as they change: whose phone rings, and for how much longer. */
export function LiveBoard() {
  const { slug } = useAccount();
  const { data, connection } = useEvents<{ items: LiveCall[] }>(accountPath(slug, "/live"), "calls");
  const calls = data?.items ?? [];
  useHistoryThatFollows(slug, calls, connection);
  return (
    <section aria-label="Live board">
      <Group justify="space-between" mb="sm">
        <Title order={2}>Now</Title>
        <Badge
          color={connection === "live" ? "green" : connection === "lost" ? "orange" : "gray"}
          variant="dot"
          role="status"
        >
          {connection === "live"
            ? "Live"
            : connection === "lost"
              ? "Connection lost, trying again"
              : "Connecting"}
        </Badge>
      </Group>
      {connection === "lost" && (
        <Text size="sm" c="dimmed" mb="sm">
          What you see is what was so when the connection was lost.
        </Text>
      )}
      {calls.length === 0 ? (
        <Card py="md">
          <Text c="dimmed" size="sm">
            No call right now. The next one appears here by itself.
          </Text>
        </Card>
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
          {calls.map((call) => (
            <LiveCard key={call.id} call={call} />
          ))}
        </SimpleGrid>
      )}
    </section>
  );
}

/** The history below is read again when a call has left the board, and when calls may have come and gone unseen. */
function useHistoryThatFollows(slug: string, calls: LiveCall[], connection: Connection): void {
  const queries = useQueryClient();
  const lost = connection === "lost";
  const seen = lost ? "lost" : calls.map(({ id }) => id).join(" ");
  const before = useRef(seen);
  useEffect(() => {
    if (before.current === seen) return;
    before.current = seen;
    if (!lost) void queries.invalidateQueries({ queryKey: keyOf(slug, "calls", "list") });
  }, [lost, queries, seen, slug]);
}

function LiveCard({ call }: { call: LiveCall }) {
  const { slug, phone } = useAccount();
  const now = useNow();
  const { ringing } = call;
  const rung = ringing === null ? 0 : Math.max(0, (now - Date.parse(ringing.since)) / 1000);
  const left = ringing === null ? 0 : Math.max(0, ringing.seconds - rung);
  const { placedBy } = call;
  const other = placedBy === null ? call.from : call.to;
  const from = other === null ? "Withheld" : phone(other);
  return (
    <Card padding="md" component="article">
      <Stack gap={6}>
        <Group justify="space-between" wrap="nowrap">
          <Text
            fw={650}
            truncate
            className="plain-link"
            renderRoot={(props) => <Link {...props} to="/a/$slug/calls/$id" params={{ slug, id: call.id }} />}
          >
            {call.lead?.name ?? from}
          </Text>
          <Badge color={call.state === "connected" ? "green" : "ring"} className={ringing ? "pulse" : ""}>
            {PHASE_NAMES[call.state] ?? call.state}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {call.lead === null ? "" : `${from} · `}
          {placedBy === null ? `called ${phone(call.to)}` : `called by ${placedBy.name}`}
        </Text>
        {ringing !== null && (
          <>
            <Text size="sm">
              <b className="begins">{ringing.name}</b> rings on{" "}
              <span className="number">{ringing.destination.split(", ").map(phone).join(", ")}</span>
            </Text>
            <Progress
              value={ringing.seconds === 0 ? 0 : (left / ringing.seconds) * 100}
              size="sm"
              aria-label="Seconds left"
            />
            <Text size="xs" c="dimmed" className="number">
              {nameRung(ringing.rung)} · {Math.ceil(left)} s left
            </Text>
          </>
        )}
        {ringing === null && call.answeredBy !== null && (
          <Text size="sm">
            With <b>{call.answeredBy.name}</b>
            {call.answeredAt === null
              ? ""
              : `, ${formatSeconds(Math.max(0, (now - Date.parse(call.answeredAt)) / 1000))}`}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
