import { Alert, Button, Card, Grid, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconHash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ATTESTATIONS } from "../../../routing/values.ts";
import { explain, Refusal } from "../../api/ask.ts";
import { numbersQuery, whoRingsQuery } from "../../api/queries.ts";
import type { Decision } from "../../api/types.ts";
import { DecisionPicture } from "../../parts/decision-picture.tsx";
import { readSearch } from "../../read-search.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { readWallClock } from "../../words/format-time.ts";
import { AskWhoRings } from "./ask-who-rings.tsx";
import { type Question, WITHHELD } from "./question.ts";

const FROM = "/a/$slug/who-rings";
/** Where a call would go, and why: by the same code that decides real calls. */
export function WhoRingsPage() {
  const { slug, timezone } = useAccount();
  const search = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const numbers = useQuery(numbersQuery(slug));
  // Without being told, it asks about a stranger who calls the first number.
  const to = search.to ?? numbers.data?.[0]?.number ?? "";
  const from = search.from ?? WITHHELD;
  const menu = numbers.data?.find(({ number }) => number === to)?.menu;
  const keys = new Set<string | undefined>(menu?.choices.map(({ key }) => key));
  const attestation = ATTESTATIONS.find((one) => one === search.attestation);
  const at = search.at === undefined ? null : readWallClock(search.at, timezone);
  const answer = useQuery(
    whoRingsQuery(slug, {
      from: from === WITHHELD ? null : from,
      to,
      ...(at === null ? {} : { at: at.toISOString() }),
      ...(keys.has(search.key) ? { menuKey: search.key } : {}),
      ...(attestation === undefined || from === WITHHELD ? {} : { attestation }),
    }),
  );
  const ask = (change: Question) =>
    void navigate({
      search: readSearch({ ...search, ...change }, ["from", "to", "at", "key", "attestation"]),
      replace: true,
    });

  return (
    <Page title="Who rings?" about="Pick a caller and a number: this is what a real call would do, and why.">
      {numbers.isPending && <WaitingRows />}
      {numbers.isError && <CouldNotRead error={numbers.error} again={numbers.refetch} />}
      {numbers.data?.length === 0 && <NoNumbers />}
      {numbers.data !== undefined && numbers.data.length > 0 && (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Card component="section" aria-label="The call">
              <AskWhoRings question={{ ...search, from, to }} onAsk={ask} />
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Card component="section" aria-label="Who would ring" aria-live="polite" mih={320}>
              <Group justify="space-between" mb="md">
                <Title order={2}>{answer.data ? headline(answer.data.decision) : "Who would ring"}</Title>
                {answer.isFetching && <Loader size="xs" aria-label="Asking" />}
              </Group>
              {answer.isError && <Refused error={answer.error} />}
              {answer.data && !answer.isError && (
                <Stack>
                  {answer.data.decision.lead !== null && (
                    <Text size="sm">
                      The caller is the lead <b>{answer.data.decision.lead.name}</b>.
                    </Text>
                  )}
                  <DecisionPicture decision={answer.data.decision} />
                </Stack>
              )}
            </Card>
          </Grid.Col>
        </Grid>
      )}
    </Page>
  );
}

function headline(decision: Pick<Decision, "plan" | "ending" | "closedText">): string {
  const said = whatHappens(decision);
  if (decision.closedText === "" || decision.ending === "reject") return said;
  return `Closed: ${decision.plan.length === 0 ? "voicemail" : said.charAt(0).toLowerCase() + said.slice(1)}`;
}

function whatHappens(decision: Pick<Decision, "plan" | "ending">): string {
  if (decision.ending === "reject") return "The caller is rejected";
  const phones = decision.plan.reduce((sum, { destinations }) => sum + destinations.length, 0);
  if (phones === 0) return "Nobody rings: voicemail";
  const seconds = decision.plan.reduce((sum, { seconds }) => sum + seconds, 0);
  return `${phones === 1 ? "One phone rings" : `${phones} phones ring`}, ${seconds} s at most`;
}

function Refused({ error }: { error: unknown }) {
  const fields = error instanceof Refusal ? Object.values(error.fields) : [];
  return (
    <Alert color="orange" title="This can't be answered yet">
      {fields[0] ?? explain(error)}
    </Alert>
  );
}

function NoNumbers() {
  const { slug } = useAccount();
  return (
    <EmptyState
      icon={IconHash}
      title="There is no number yet"
      action={
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/a/$slug/settings/phone-numbers" params={{ slug }} search={{}} />
          )}
        >
          Add a number
        </Button>
      }
    >
      Add the number that people call, or a practice line: then you see here whose phone rings.
    </EmptyState>
  );
}
