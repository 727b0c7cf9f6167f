import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Lead, Page } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { MergeDialog, useAct } from "./many-leads.tsx";

type Duplicates = { phone: string; leads: Lead[] };

/** Phones that several leads have: a call from one of them can be but one lead's. */
export function DuplicateLeads({ onClose }: { onClose: () => void }) {
  const { slug, phone } = useAccount();
  const [merging, setMerging] = useState<Duplicates | null>(null);
  const found = useQuery({
    queryKey: keyOf(slug, "leads", "duplicates"),
    queryFn: ({ signal }) =>
      ask<Page<Duplicates>>(accountPath(slug, "/leads/duplicates", { limit: 100 }), { signal }),
  });
  const act = useAct(() => setMerging(null));
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title="Leads with the same phone">
      <Stack>
        {found.isPending && <WaitingRows rows={4} />}
        {found.isError && <CouldNotRead error={found.error} again={found.refetch} />}
        {found.data?.items.length === 0 && <Text c="dimmed">No phone belongs to more than one lead.</Text>}
        {found.data?.items.map((group) => (
          <Group key={group.phone} className="sortable" justify="space-between" wrap="nowrap">
            <div>
              <Text size="sm" fw={600} className="number">
                {phone(group.phone)}
              </Text>
              <Text size="sm" c="dimmed">
                {group.leads.map(({ name }) => name).join(", ")}
              </Text>
            </div>
            <Button size="xs" variant="default" onClick={() => setMerging(group)}>
              Merge
            </Button>
          </Group>
        ))}
      </Stack>
      {merging !== null && (
        <MergeDialog
          leads={merging.leads}
          busy={act.busy}
          onCancel={() => setMerging(null)}
          onGo={(keep) =>
            void act.run(
              "/leads/merge",
              { keep, others: merging.leads.map(({ id }) => id).filter((id) => id !== keep) },
              "They are one lead now, with all their phones.",
            )
          }
        />
      )}
    </Drawer>
  );
}
