import { Alert, Button, Card, Group, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { accountPath, ask } from "../../../api/ask.ts";
import { keyOf } from "../../../api/queries.ts";
import type { ImportProgress } from "../../../api/types.ts";
import { Figure } from "../../../parts/figure.tsx";
import { useAccount } from "../../../shell/account-context.ts";
import { CouldNotRead } from "../../../shell/error-page.tsx";
import { WaitingRows } from "../../../shell/waiting.tsx";

const ENDED = ["done", "failed"];

/** How far an import is; it runs on the server, so the page may be left meanwhile. */
export function ImportProgressCard({ id, onAgain }: { id: string; onAgain: () => void }) {
  const { slug, may } = useAccount();
  const queries = useQueryClient();
  const progress = useQuery({
    queryKey: ["import", slug, id],
    queryFn: ({ signal }) => ask<ImportProgress>(accountPath(slug, `/leads/imports/${id}`), { signal }),
    refetchInterval: (query) => (ENDED.includes(query.state.data?.state ?? "") ? false : 500),
  });
  const state = progress.data?.state ?? "";
  const ended = ENDED.includes(state);
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: keyOf(slug, "leads") });
  }, [ended, queries, slug]);
  if (progress.isPending) return <WaitingRows rows={3} />;
  if (progress.isError) return <CouldNotRead error={progress.error} again={progress.refetch} />;
  const { rows, done, refused } = progress.data;
  const share = rows === 0 ? (ended ? 100 : 0) : Math.min(100, (done / rows) * 100);
  return (
    <Card component="section" aria-label="Import">
      <Stack>
        <Title order={2}>
          {state === "failed" ? "The import stopped" : ended ? "The import is done" : "Importing"}
        </Title>
        <Progress value={share} size="lg" aria-label="Rows read" />
        <Text size="sm" role="status" className="number">
          {done.toLocaleString()} of {rows.toLocaleString()} rows
        </Text>
        <SimpleGrid cols={{ base: 2, xs: 4 }}>
          <Figure label="Created" value={progress.data.created} />
          <Figure label="Updated" value={progress.data.updated} />
          <Figure label="Unchanged" value={progress.data.unchanged} />
          <Figure label="Refused" value={refused} />
        </SimpleGrid>
        {state === "failed" && (
          <Alert color="red">
            {progress.data.error ?? "Something broke."} What was read is kept; import the same file again to
            go on.
          </Alert>
        )}
        {refused > 0 && ended && (
          <Alert
            color="orange"
            title={refused === 1 ? "1 row was refused" : `${refused.toLocaleString()} rows were refused`}
          >
            <Stack align="flex-start">
              <Text size="sm">
                They are in a file with the reason beside each. Mend them there and import that file.
              </Text>
              <Button
                component="a"
                href={accountPath(slug, `/leads/imports/${id}/refused.csv`)}
                download
                variant="default"
                leftSection={<IconDownload size={16} />}
              >
                Download the refused rows
              </Button>
            </Stack>
          </Alert>
        )}
        <Group justify="flex-end">
          {ended && (
            <Button variant="default" onClick={onAgain}>
              Import another file
            </Button>
          )}
          {ended && may("campaigns:write") && (
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/a/$slug/campaigns/$id/edit"
                  params={{ slug, id: "new" }}
                  search={{ importId: id }}
                />
              )}
            >
              A campaign for these leads
            </Button>
          )}
          <Button
            renderRoot={(props) => <Link {...props} to="/a/$slug/leads" params={{ slug }} search={{}} />}
          >
            To the leads
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
