import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ATTESTATIONS } from "../../../routing/values.ts";
import { numbersQuery } from "../../api/queries.ts";
import { LeadSelect } from "../../parts/lead-select.tsx";
import { NumberSelect } from "../../parts/people-select.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { writeWallClock } from "../../words/format-time.ts";
import { ATTESTATION_NAMES } from "../../words/name-things.ts";
import { type Question, WITHHELD } from "./question.ts";

type Kind = "lead" | "phone" | "withheld";

/** Who calls, which number, when. A change of any of them is asked at once. */
export function AskWhoRings({ question, onAsk }: { question: Question; onAsk: (change: Question) => void }) {
  const { timezone } = useAccount();
  const [kind, setKind] = useState<Kind>(question.from === WITHHELD ? "withheld" : "phone");
  const pickKind = (next: Kind) => {
    setKind(next);
    if (next === "withheld") onAsk({ from: WITHHELD });
  };
  return (
    <Stack>
      <div>
        <Text size="sm" fw={500} mb={4} id="caller-kind">
          Caller
        </Text>
        <SegmentedControl
          fullWidth
          aria-labelledby="caller-kind"
          value={kind}
          onChange={(value) => pickKind(value as Kind)}
          data={[
            { value: "withheld", label: "Withheld" },
            { value: "lead", label: "A lead" },
            { value: "phone", label: "Any phone" },
          ]}
        />
      </div>
      {kind === "lead" && (
        <LeadSelect label="Lead" onPick={(lead) => onAsk({ from: lead.phones[0] ?? WITHHELD })} />
      )}
      {kind === "phone" && (
        <PhoneField
          value={question.from === WITHHELD ? "" : (question.from ?? "")}
          onChange={(from) => onAsk({ from })}
        />
      )}
      <NumberSelect
        by="number"
        label="Number that is called"
        allowDeselect={false}
        value={question.to ?? null}
        onChange={(to) => to !== null && onAsk({ to, key: "" })}
      />
      <MenuKey question={question} onAsk={onAsk} />
      {kind !== "withheld" && (
        <Select
          label="What carriers say of the caller's number"
          placeholder="Nothing is known"
          clearable
          data={ATTESTATIONS.map((one) => ({ value: one, label: ATTESTATION_NAMES[one] }))}
          value={question.attestation ?? null}
          onChange={(attestation) => onAsk({ attestation: attestation ?? "" })}
        />
      )}
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          type="datetime-local"
          label="Time"
          description={question.at === undefined ? `Now, in ${timezone}` : timezone}
          flex={1}
          value={question.at ?? writeWallClock(new Date(), timezone)}
          onChange={(event) => onAsk({ at: event.currentTarget.value })}
        />
        {question.at !== undefined && (
          <Button variant="default" onClick={() => onAsk({ at: "" })}>
            Now
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** What the caller presses, where the number has a menu. */
function MenuKey({ question, onAsk }: { question: Question; onAsk: (change: Question) => void }) {
  const { slug } = useAccount();
  const numbers = useQuery(numbersQuery(slug)).data;
  const menu = numbers?.find(({ number }) => number === question.to)?.menu;
  if (menu == null) return null;
  return (
    <Select
      label="Key pressed in the menu"
      placeholder="None"
      clearable
      data={menu.choices.map(({ key, label }) => ({ value: key, label: `${key}, ${label}` }))}
      value={question.key ?? null}
      onChange={(key) => onAsk({ key: key ?? "" })}
    />
  );
}

/** A phone as people type it; asked when typing pauses. */
function PhoneField({ value, onChange }: { value: string; onChange: (phone: string) => void }) {
  const { phone } = useAccount();
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback((phone: string) => onChange(phone.trim() || WITHHELD), 300);
  useEffect(() => {
    if (value !== "") setTyped(value);
  }, [value]);
  return (
    <TextInput
      type="tel"
      label="Phone of the caller"
      placeholder="(312) 555-0123"
      value={/^\+\d+$/.test(typed) ? phone(typed) : typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}
