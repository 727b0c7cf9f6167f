import { Button, Card, Checkbox, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Lead } from "../../api/types.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { tell, tellTrouble } from "../../shell/toast.ts";
import type { LeadFilter } from "./lead-filter.ts";

type Props = {
  leads: Lead[];
  filter: LeadFilter;
  count: { count: number; exact: boolean } | undefined;
  onDone: () => void;
};

/** What can be done to all leads that are chosen. */
export function ManyLeads({ leads, filter, count, onDone }: Props) {
  const [dialog, setDialog] = useState<"assign" | "merge" | null>(null);
  const act = useAct(() => {
    setDialog(null);
    onDone();
  });
  const ids = leads.map(({ id }) => id);
  const blocked = leads.every((lead) => lead.blocked);
  return (
    <Card padding="sm" bg="var(--rr-quiet)" role="region" aria-label="What to do with the chosen leads">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {leads.length === 1 ? "1 lead" : `${leads.length} leads`} chosen
        </Text>
        <Group gap="xs">
          <Button size="xs" onClick={() => setDialog("assign")}>
            Assign
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={act.busy}
            onClick={() =>
              void act.run(
                "/leads/block",
                { ids, blocked: !blocked },
                blocked ? "They get through again." : "Blocked.",
              )
            }
          >
            {blocked ? "Let through again" : "Block"}
          </Button>
          {leads.length > 1 && leads.length <= 21 && (
            <Button size="xs" variant="default" onClick={() => setDialog("merge")}>
              Merge
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={onDone}>
            Choose none
          </Button>
        </Group>
      </Group>
      {dialog === "assign" && (
        <AssignDialog
          ids={ids}
          filter={filter}
          count={count}
          busy={act.busy}
          onCancel={() => setDialog(null)}
          onGo={(body) => void act.run("/leads/assign", body, "The leads are assigned.")}
        />
      )}
      {dialog === "merge" && (
        <MergeDialog
          leads={leads}
          busy={act.busy}
          onCancel={() => setDialog(null)}
          onGo={(keep) =>
            void act.run(
              "/leads/merge",
              { keep, others: ids.filter((id) => id !== keep) },
              "They are one lead now, with all their phones.",
            )
          }
        />
      )}
    </Card>
  );
}

/** Sends one change of many leads and brings every list up to date. */
export function useAct(onDone: () => void) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = async (path: string, body: object, done: string) => {
    setBusy(true);
    try {
      await ask(accountPath(slug, path), { method: "POST", body });
      tell(done);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      onDone();
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return { run, busy };
}

function AssignDialog(
  props: Omit<Props, "leads" | "onDone"> & {
    ids: string[];
    busy: boolean;
    onCancel: () => void;
    onGo: (body: object) => void;
  },
) {
  const [to, setTo] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const found = props.count === undefined ? "all" : `all ${props.count.count.toLocaleString()}`;
  return (
    <Modal opened onClose={props.onCancel} title="Assign leads">
      <Stack>
        <StaffSelect
          by="email"
          label="Assign to"
          placeholder="Nobody"
          description="Their calls ring this staff member first, as the ladder says."
          value={to}
          onChange={setTo}
          data-autofocus
        />
        <Checkbox
          label={`Not only the ${props.ids.length} chosen, but ${found} leads that the filters find`}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
          <Button
            loading={props.busy}
            onClick={() =>
              props.onGo({ ...(all ? { filter: props.filter } : { ids: props.ids }), assignedTo: to })
            }
          >
            {to === null ? "Assign to nobody" : "Assign"}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Which of several leads stays; it gets the others' phones. */
export function MergeDialog(props: {
  leads: Lead[];
  busy: boolean;
  onCancel: () => void;
  onGo: (keep: string) => void;
}) {
  const { phone } = useAccount();
  const [keep, setKeep] = useState(props.leads[0]?.id ?? "");
  return (
    <Modal opened onClose={props.onCancel} title="Merge leads">
      <Stack>
        <Radio.Group
          label="Which one stays?"
          description="It gets the phones of the others, which are removed."
          value={keep}
          onChange={setKeep}
        >
          <Stack gap="xs" mt="sm">
            {props.leads.map((lead) => (
              <Radio
                key={lead.id}
                value={lead.id}
                label={lead.name}
                description={[
                  lead.phones.map(phone).join(", "),
                  lead.assignedTo ?? "assigned to nobody",
                ].join(" · ")}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            Cancel
          </Button>
          <Button loading={props.busy} onClick={() => props.onGo(keep)}>
            Merge
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
