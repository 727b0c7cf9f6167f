import { Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";
import { timesIn } from "../../words/format-time.ts";

type Session = {
  id: string;
  token: string;
  userAgent?: string | null;
  ipAddress?: string | null;
  updatedAt: string;
};

export const SESSIONS_KEY = ["sessions"] as const;

/** Where one is signed in. */
export function Sessions() {
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: async () => {
      const [all, now] = await Promise.all([
        ask<Session[]>("/api/auth/list-sessions"),
        ask<{ session: { token?: string; id: string } } | null>("/api/auth/get-session"),
      ]);
      return all.map((one) => ({ ...one, here: one.id === now?.session.id }));
    },
  });
  const end = async (path: string, body: object) => {
    try {
      await ask(`/api/auth/${path}`, { method: "POST", body });
      tell("Signed out there.");
      await queries.invalidateQueries({ queryKey: SESSIONS_KEY });
    } catch (error) {
      tellTrouble(error);
    }
  };
  const { dateTime } = timesIn(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <Card component="section" aria-label="Sessions">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Where you are signed in</Title>
          {(sessions.data?.length ?? 0) > 1 && (
            <Button size="xs" variant="default" onClick={() => void end("revoke-other-sessions", {})}>
              Sign out everywhere else
            </Button>
          )}
        </Group>
        {sessions.isPending && <WaitingRows rows={2} />}
        {sessions.isError && <CouldNotRead error={sessions.error} again={sessions.refetch} />}
        {sessions.data?.map((session) => (
          <Group key={session.id} justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={500}>
                {describeBrowser(session.userAgent)}
              </Text>
              <Text size="xs" c="dimmed">
                Last seen {dateTime(session.updatedAt)}
                {session.ipAddress ? ` from ${session.ipAddress}` : ""}
              </Text>
            </div>
            {session.here ? (
              <Badge color="green">This one</Badge>
            ) : (
              <Button
                size="xs"
                variant="subtle"
                onClick={() => void end("revoke-session", { token: session.token })}
              >
                Sign out
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}

function describeBrowser(agent: string | null | undefined): string {
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\//.exec(agent ?? "")?.[1] ?? "A browser";
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent ?? "")?.[1] ?? "";
  const name = { Edg: "Edge", OPR: "Opera" }[browser] ?? browser;
  return system === "" ? name : `${name} on ${system.replace("Mac OS X", "macOS")}`;
}
