import { Group, Stack, Text } from "@mantine/core";
import type { CallWithStory } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { formatSeconds } from "../../words/format-time.ts";
import { LEG_RESULTS, nameRung } from "../../words/name-things.ts";

type Bar = { from: number; to: number; colour: string; text: string };
type Row = { key: string; name: string; about: string; bars: Bar[] };

const COLOURS: Record<string, string> = {
  ringing: "var(--mantine-color-ring-4)",
  talking: "var(--mantine-color-green-7)",
  message: "var(--mantine-color-blue-6)",
  lost: "var(--mantine-color-orange-6)",
};

/**
 * The call from left to right: a row for each leg, its ringing and its talking to scale, and the message. What it
 * shows is said in words beside each row too.
 */
export function CallTimeline({ call }: { call: CallWithStory }) {
  const { phone, times } = useAccount();
  const start = Date.parse(call.startedAt);
  const end = call.endedAt === null ? Date.now() : Date.parse(call.endedAt);
  const length = Math.max(1, (end - start) / 1000);
  const rows = rowsOf(call, start, length, phone);
  const skipped = call.decision?.rungs.filter(
    ({ verdict, reason }) => verdict === "skipped" && reason !== "rungOff",
  );
  return (
    <Stack gap="sm">
      {rows.length === 0 && (
        <Text size="sm" c="dimmed">
          No phone was rung.
        </Text>
      )}
      {rows.map((row) => (
        <div key={row.key}>
          <Group justify="space-between" gap="xs" mb={4}>
            <Text size="sm" fw={600}>
              {row.name}
            </Text>
            <Text size="xs" c="dimmed">
              {row.about}
            </Text>
          </Group>
          <div className="rail" aria-hidden>
            {row.bars.map((bar) => (
              <div
                key={`${bar.from} ${bar.text}`}
                className="rail-bar"
                title={bar.text}
                style={{
                  left: `${(bar.from / length) * 100}%`,
                  width: `${Math.max(0.4, ((bar.to - bar.from) / length) * 100)}%`,
                  background: bar.colour,
                }}
              />
            ))}
          </div>
        </div>
      ))}
      <Group justify="space-between">
        <Text size="xs" c="dimmed" className="number">
          {times.clock(start)}
        </Text>
        <Text size="xs" c="dimmed" className="number">
          {call.endedAt === null ? "now" : times.clock(end)}, {formatSeconds(length)} in all
        </Text>
      </Group>
      {skipped !== undefined && skipped.length > 0 && (
        <Text size="xs" c="dimmed">
          Skipped: {skipped.map(({ rung }) => nameRung(rung).toLowerCase()).join(", ")}.
        </Text>
      )}
    </Stack>
  );
}

function rowsOf(call: CallWithStory, start: number, length: number, phone: (e164: string) => string): Row[] {
  const rows = call.legs.map((leg, index): Row => {
    const from = (Date.parse(leg.startedAt) - start) / 1000;
    const rang = Math.min(length, from + leg.seconds);
    const connected = leg.result === "connected" || (leg.result === null && call.state === "connected");
    const result =
      leg.result === null ? (connected ? "talking" : "rings") : (LEG_RESULTS[leg.result] ?? leg.result);
    const ringing = { from, to: rang, colour: COLOURS.ringing ?? "", text: `rang ${leg.seconds} s` };
    const talking = { from: rang, to: length, colour: COLOURS.talking ?? "", text: "talked" };
    return {
      key: `${leg.rung} ${index}`,
      name: `${nameRung(leg.rung)}, ${phone(leg.destination)}`,
      about: `rang ${leg.seconds} s: ${result}${connected ? `, talked ${formatSeconds(Math.max(0, length - rang))}` : ""}`,
      bars: connected ? [ringing, talking] : [ringing],
    };
  });
  if (call.recording !== null || call.outcome === "voicemail") {
    const seconds = call.recording?.seconds ?? 0;
    rows.push({
      key: "message",
      name: "Voicemail",
      about: `a message of ${formatSeconds(seconds)}`,
      bars: [
        { from: Math.max(0, length - seconds), to: length, colour: COLOURS.message ?? "", text: "message" },
      ],
    });
  }
  return rows;
}
