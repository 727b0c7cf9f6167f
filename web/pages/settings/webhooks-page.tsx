import { Button, Text } from "@mantine/core";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { webhooksQuery } from "../../api/notice-queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { EditWebhook } from "./edit-webhook.tsx";
import { WebhookCard } from "./webhook-card.tsx";
import { ShowSecret } from "./webhook-secret.tsx";

const FROM = "/a/$slug/settings/webhooks";
const NEW = "new";

/** Settings > Webhooks: other programs that are told of events, and what came of it. */
export function WebhooksPage() {
  const { slug, may } = useAccount();
  const { id } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const open = (next?: string) => void navigate({ search: next === undefined ? {} : { id: next } });
  const webhooks = useQuery(webhooksQuery(slug));
  const [secret, setSecret] = useState<string | null>(null);
  const edited = webhooks.data?.find((one) => one.id === id);
  const add = may("webhooks:write") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(NEW)}>
      Add a webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      about="Tells other programs, such as a CRM, what happens: each event is posted to an address of yours, signed as Standard Webhooks says, and tried again for a day where nobody takes it."
      actions={add}
    >
      {webhooks.isPending && <WaitingRows rows={3} />}
      {webhooks.isError && <CouldNotRead error={webhooks.error} again={webhooks.refetch} />}
      {webhooks.data?.length === 0 && (
        <EmptyState icon={IconWebhook} title="No program is told anything" action={add}>
          A webhook posts each answered or missed call, message or alert to an address that you name.
        </EmptyState>
      )}
      {webhooks.data?.map((webhook) => (
        <WebhookCard
          key={webhook.id}
          webhook={webhook}
          onEdit={() => open(webhook.id)}
          onSecret={setSecret}
        />
      ))}
      {webhooks.data !== undefined && webhooks.data.length > 0 && (
        <Text size="sm" c="dimmed">
          Receivers answer 2xx within 15 seconds. One that does nothing but fail for five days is stopped, and
          the owners are told.
        </Text>
      )}
      {(id === NEW || edited !== undefined) && (
        <EditWebhook
          key={id}
          webhook={edited ?? null}
          onClose={() => open()}
          onSecret={(made) => setSecret(made)}
        />
      )}
      {secret !== null && <ShowSecret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}
