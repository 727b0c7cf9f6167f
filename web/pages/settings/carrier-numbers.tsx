import { Alert, Badge, Button, Checkbox, Code, Drawer, Group, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Carrier, InspectedNumber, Inspection, NumberSetup, WebhookResults } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";

const POINTS = {
  here: { label: "Rings here", color: "green" },
  elsewhere: { label: "Rings elsewhere", color: "orange" },
  nowhere: { label: "No webhook", color: "gray" },
} as const;

/** The numbers that the carrier holds, and what its webhooks are and would be: shown before anything is written. */
export function CarrierNumbers({ carrier, onClose }: { carrier: Carrier; onClose: () => void }) {
  const { slug, phone, times } = useAccount();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const [busy, setBusy] = useState<"write" | "undo" | null>(null);
  const inspection = useQuery({
    queryKey: keyOf(slug, "carriers", "inspection", carrier.id),
    queryFn: () => ask<Inspection>(accountPath(slug, `/carriers/${carrier.id}/webhooks`)),
    retry: false,
  });
  const act = async (what: "write" | "undo") => {
    setBusy(what);
    try {
      const path = `/carriers/${carrier.id}/webhooks${what === "undo" ? "/undo" : ""}`;
      const body = what === "undo" ? {} : { numbers: chosen };
      const { results } = await ask<WebhookResults>(accountPath(slug, path), { method: "POST", body });
      const failed = results.filter(({ ok }) => !ok);
      if (failed.length === 0)
        tell(
          what === "undo" ? "The webhooks are as they were before." : "These numbers' calls come here now.",
        );
      for (const { number, message } of failed)
        tellTrouble(new Error(`${phone(number)}: ${message ?? "refused"}`));
      setChosen([]);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(null);
    }
  };
  const numbers = inspection.data?.numbers ?? [];
  const lastChange = inspection.data?.lastChange ?? null;
  return (
    <Drawer opened onClose={onClose} position="right" size="xl" title="Numbers and webhooks">
      <Stack>
        {inspection.isPending && <WaitingRows rows={4} />}
        {inspection.isError && <CouldNotRead error={inspection.error} again={inspection.refetch} />}
        {inspection.data?.ok === false && (
          <Alert color="orange">{inspection.data.message ?? "The carrier refuses these credentials."}</Alert>
        )}
        {inspection.data?.ok === true && numbers.length === 0 && (
          <Text c="dimmed">
            The carrier holds no number for this account. Buy one there, then look here again.
          </Text>
        )}
        {numbers.length > 0 && (
          <Text size="sm">
            Choose the numbers whose calls should come here. Their webhooks change at the carrier as shown;
            the old values are kept, so that it can be undone.
          </Text>
        )}
        {numbers.map((number) => (
          <NumberChoice
            key={number.number}
            number={number}
            checked={chosen.includes(number.number)}
            onChange={(checked) =>
              setChosen(checked ? [...chosen, number.number] : chosen.filter((one) => one !== number.number))
            }
          />
        ))}
        <Group justify="space-between">
          {lastChange === null ? (
            <span />
          ) : (
            <Button variant="subtle" onClick={() => void act("undo")} loading={busy === "undo"}>
              Undo the change of {times.dateTime(lastChange.at)}
            </Button>
          )}
          <Button disabled={chosen.length === 0} onClick={() => void act("write")} loading={busy === "write"}>
            Write {chosen.length === 0 ? "" : chosen.length} to the carrier
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}

function NumberChoice(props: {
  number: InspectedNumber;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { phone } = useAccount();
  const { number } = props;
  const { label, color } = POINTS[number.points];
  const here = number.points === "here";
  return (
    <Stack gap={4} className="sortable">
      <Group justify="space-between">
        <Checkbox
          label={phone(number.number)}
          checked={here || props.checked}
          disabled={here}
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
        <Badge color={color}>{label}</Badge>
      </Group>
      {!here && (
        <>
          {number.overriddenBy !== "" && (
            <Text size="xs" c="dimmed">
              Its calls go to {number.overriddenBy} now, whatever its webhook says.
            </Text>
          )}
          <Webhooks name="Now" setup={number.before} />
          <Webhooks name="Then" setup={number.after} />
        </>
      )}
    </Stack>
  );
}

function Webhooks({ name, setup }: { name: string; setup: NumberSetup }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Text size="xs" c="dimmed" w={40}>
        {name}
      </Text>
      <Stack gap={2}>
        <Code style={{ overflowWrap: "anywhere" }}>{setup.voiceUrl || "no webhook"}</Code>
        {setup.statusCallback !== "" && (
          <Code style={{ overflowWrap: "anywhere" }}>{setup.statusCallback} (status)</Code>
        )}
      </Stack>
    </Group>
  );
}
