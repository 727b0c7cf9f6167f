import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconPlugConnected, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { checkQuery } from "../../api/queries.ts";
import type { Finding } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { nameField } from "../../words/name-things.ts";

/** Every caller who would reach nobody, loop, or be rung twice: before the first of them calls. */
export function CheckPage() {
  const { slug } = useAccount();
  const [webhooks, setWebhooks] = useState(false);
  const check = useQuery(checkQuery(slug, webhooks));
  const findings = check.data?.findings ?? [];
  const errors = findings.filter(({ severity }) => severity === "error");
  const warnings = findings.filter(({ severity }) => severity === "warning");
  return (
    <Page
      title="Check"
      about="Callers who would reach nobody, loop or be rung twice, with the field that mends it."
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            onClick={() => (webhooks ? void check.refetch() : setWebhooks(true))}
          >
            Ask carriers too
          </Button>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            onClick={() => void check.refetch()}
            loading={check.isFetching && !check.isPending}
          >
            Check again
          </Button>
        </>
      }
    >
      {check.isPending && <WaitingRows />}
      {check.isError && <CouldNotRead error={check.error} again={check.refetch} />}
      {check.isSuccess && findings.length === 0 && (
        <EmptyState icon={IconCircleCheck} title="Everything is in order">
          Every caller to every number reaches somebody, and nobody is rung twice.
          {webhooks ? " The carriers' webhooks point here." : ""}
        </EmptyState>
      )}
      {[...errors, ...warnings].map((finding) => (
        <FindingCard key={`${finding.code} ${finding.text}`} finding={finding} />
      ))}
    </Page>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const { say } = useAccount();
  const error = finding.severity === "error";
  return (
    <Card
      component="article"
      style={{ borderInlineStart: `4px solid var(--mantine-color-${error ? "red" : "orange"}-6)` }}
    >
      <Group justify="space-between" align="flex-start" wrap="wrap">
        <Stack gap={6} maw={720}>
          <Badge color={error ? "red" : "orange"}>{error ? "Must be mended" : "Look at this"}</Badge>
          <Text fw={600}>{say(finding.text)}</Text>
          {finding.cause !== finding.text && (
            <Text size="sm" c="dimmed">
              {say(finding.cause)}
            </Text>
          )}
        </Stack>
        <MendLink link={finding.link} />
      </Group>
    </Card>
  );
}

const ACCOUNT_PAGES: Record<
  string,
  "business-info" | "routing" | "hours" | "ring-groups" | "unwanted-callers" | "missed-calls"
> = {
  groups: "ring-groups",
  companyPhone: "business-info",
  country: "business-info",
  hours: "hours",
  holidays: "hours",
  closedLadder: "hours",
  onCallPhone: "hours",
  blockedCallers: "unwanted-callers",
  callbacks: "missed-calls",
};

/** Leads to the field that mends it. */
function MendLink({ link }: { link: Finding["link"] }) {
  const { slug } = useAccount();
  const field = link.field ?? "";
  const page =
    link.section === "account"
      ? (ACCOUNT_PAGES[field] ?? "routing")
      : { staff: "my-staff", numbers: "phone-numbers", carriers: "carriers" }[link.section];
  if (page === undefined) return null;
  const search = new URLSearchParams({
    ...(link.section === "account" || link.id === null ? {} : { id: link.id }),
    ...(field === "" ? {} : { field }),
  });
  const address = `/a/${slug}/settings/${page}${search.size > 0 ? `?${search}` : ""}`;
  return (
    <Button size="xs" variant="light" renderRoot={(props) => <Link {...props} to={address} />}>
      {field === "" ? "Open" : `Set ${nameField(field).toLowerCase()}`}
    </Button>
  );
}
