import { Alert, Anchor, Badge, Button, Card, Grid, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconDeviceMobile } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { useEvents } from "../../api/follow-events.ts";
import { keyOf } from "../../api/queries.ts";
import type { Practice } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";
import { CallerHandset } from "./caller-handset.tsx";
import { PracticeStory } from "./practice-story.tsx";
import { StaffPhone } from "./staff-phone.tsx";

/** Calls without a carrier: the caller and every phone are on this page, the routing between them is the real one. */
export function PracticePage() {
  const { slug } = useAccount();
  const first = useQuery({
    queryKey: keyOf(slug, "practice"),
    queryFn: ({ signal }) => ask<Practice>(accountPath(slug, "/practice"), { signal }),
  });
  const hasLine = first.data?.line != null;
  const live = useEvents<Practice>(hasLine ? accountPath(slug, "/practice/live") : null, "practice");
  const practice = live.data ?? first.data;
  return (
    <Page
      title="Practice"
      about="Call your number from this page and answer on this page. Whose phone rings is decided as for a real call."
      actions={
        hasLine && live.connection === "lost" && <Badge color="orange">Connection lost, trying again</Badge>
      }
    >
      {first.isPending && <WaitingRows />}
      {first.isError && <CouldNotRead error={first.error} again={first.refetch} />}
      {practice !== undefined && (practice.line === null ? <NoLine /> : <Room practice={practice} />)}
    </Page>
  );
}

function NoLine() {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      await ask(accountPath(slug, "/practice/line"), { method: "POST", body: {} });
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <EmptyState
      icon={IconDeviceMobile}
      title="You have no practice line yet"
      action={
        <Button onClick={() => void make()} loading={busy}>
          Get a practice line
        </Button>
      }
    >
      A number that exists only here. It has the same settings as your real ones: a forwarding number, a
      number's user, a ladder.
    </EmptyState>
  );
}

function Room({ practice }: { practice: Practice }) {
  const { slug } = useAccount();
  const [latest = null] = [...practice.calls].sort((one, other) =>
    other.startedAt.localeCompare(one.startedAt),
  );
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <CallerHandset practice={practice} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Card component="section" aria-label="Phones" h="100%">
          <Title order={2} mb="sm">
            Phones that can ring
          </Title>
          {practice.phones.length === 0 ? (
            <Alert color="orange">
              No phone is set anywhere: callers can only leave a message. Give{" "}
              <Anchor
                inherit
                underline="always"
                renderRoot={(props) => (
                  <Link {...props} to="/a/$slug/settings/my-staff" params={{ slug }} search={{}} />
                )}
              >
                a staff member
              </Anchor>{" "}
              a phone, or set the company phone.
            </Alert>
          ) : (
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              {practice.phones.map((phone) => (
                <StaffPhone key={phone.number} phone={phone} />
              ))}
            </SimpleGrid>
          )}
        </Card>
      </Grid.Col>
      <Grid.Col span={12}>
        <Card component="section" aria-label="Story" aria-live="polite">
          <Title order={2} mb="sm">
            Story
          </Title>
          {latest === null ? (
            <Stack gap={4}>
              <Text c="dimmed" size="sm">
                Press Call: what happens, and why, is told here while it happens.
              </Text>
            </Stack>
          ) : (
            <PracticeStory id={latest.id} state={practice} />
          )}
        </Card>
      </Grid.Col>
    </Grid>
  );
}
