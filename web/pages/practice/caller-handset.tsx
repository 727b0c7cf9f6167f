import {
  Badge,
  Button,
  Card,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { numbersQuery } from "../../api/queries.ts";
import type { Practice } from "../../api/types.ts";
import { LeadSelect } from "../../parts/lead-select.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";
import { Heard } from "./heard.tsx";

type Kind = "lead" | "stranger" | "withheld";

/** The caller's side: who calls, the call in progress, and what the caller hears. */
export function CallerHandset({ practice }: { practice: Practice }) {
  const { slug, phone } = useAccount();
  const [kind, setKind] = useState<Kind>("stranger");
  const [lead, setLead] = useState<string | null>(null);
  const [stranger, setStranger] = useState("+13125550199");
  const [to, setTo] = useState(practice.line?.number ?? "");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const numbers = useQuery(numbersQuery(slug)).data ?? [];
  const call = practice.calls.find(({ state }) => state !== "ended") ?? null;
  const from = kind === "withheld" ? null : kind === "lead" ? lead : stranger;
  const act = async (path: string, body: object) => {
    setBusy(true);
    try {
      await ask(accountPath(slug, path), { method: "POST", body });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card component="section" aria-label="Caller's handset" h="100%">
      <Stack>
        <Title order={2}>Caller's handset</Title>
        {call === null ? (
          <>
            <SegmentedControl
              fullWidth
              aria-label="Who calls"
              value={kind}
              onChange={(value) => setKind(value as Kind)}
              data={[
                { value: "stranger", label: "A stranger" },
                { value: "lead", label: "A lead" },
                { value: "withheld", label: "Withheld" },
              ]}
            />
            {kind === "lead" && (
              <LeadSelect label="Lead" onPick={({ phones }) => setLead(phones[0] ?? null)} />
            )}
            {kind === "stranger" && (
              <TextInput
                type="tel"
                label="The stranger's phone"
                value={/^\+\d+$/.test(stranger) ? phone(stranger) : stranger}
                onChange={(event) => setStranger(event.currentTarget.value)}
              />
            )}
            <Select
              label="Number that is called"
              allowDeselect={false}
              data={practice.numbers.map((value) => ({
                value,
                label: [numbers.find(({ number }) => number === value)?.label, phone(value)]
                  .filter(Boolean)
                  .join(", "),
              }))}
              value={to}
              onChange={(value) => value !== null && setTo(value)}
            />
            <Button
              size="md"
              leftSection={<IconPhone size={18} />}
              disabled={to === "" || (kind === "lead" && lead === null)}
              loading={busy}
              onClick={() => void act("/practice/calls", { from, to })}
            >
              Call
            </Button>
            {from !== null && (
              <Group gap="xs" align="flex-end" wrap="nowrap">
                <TextInput
                  label="Or text it"
                  placeholder="Do you do gutters?"
                  maxLength={1_600}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                  style={{ flexGrow: 1 }}
                />
                <Button
                  variant="default"
                  disabled={to === "" || text.trim() === ""}
                  loading={busy}
                  onClick={() => void act("/practice/texts", { from, to, text }).then(() => setText(""))}
                >
                  Text
                </Button>
              </Group>
            )}
          </>
        ) : (
          <>
            <Group justify="space-between">
              <Text fw={600}>{call.from === null ? "Withheld" : phone(call.from)}</Text>
              <Badge className={call.state === "ringing" ? "pulse" : ""}>
                {STATES[call.state] ?? call.state}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              called {phone(call.to)}
            </Text>
            <Heard who="The caller" heard={call.heard} />
            <Button
              size="md"
              color="red.9"
              leftSection={<IconPhoneOff size={18} />}
              loading={busy}
              onClick={() => void act(`/practice/calls/${call.id}/hang-up`, {})}
            >
              Hang up
            </Button>
          </>
        )}
      </Stack>
    </Card>
  );
}

const STATES: Record<string, string> = {
  ringing: "Hears ringing",
  talking: "Talks",
  listening: "Listens",
};
