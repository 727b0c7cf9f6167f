import {
  Card,
  Checkbox,
  Group,
  NumberInput,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import type { ReactNode } from "react";
import { composeTextBack } from "../../../messages/compose-text-back.ts";
import { countSegments } from "../../../messages/count-segments.ts";
import {
  MAX_TEXT_BACK,
  TEXT_BACK_OUTCOMES,
  type TextBackOutcome,
  type TextBackSettings,
} from "../../../messages/text-back-settings.ts";
import { useAccount } from "../../shell/account-context.ts";
import { OUTCOME_NAMES } from "../../words/name-things.ts";

type Props = {
  value: TextBackSettings;
  onChange: (change: Partial<TextBackSettings>) => void;
  errors: Record<string, ReactNode>;
};

/** How callers are texted who reached nobody. */
export function TextBackFields({ value, onChange, errors }: Props) {
  const error = (field: string) => errors[`textBack.${field}`];
  const whole = (given: string | number) => (given === "" ? Number.NaN : Number(given));
  const { quietHours } = value;
  return (
    <Card component="section" aria-label="Text-back">
      <Stack>
        <Title order={2}>Text-back</Title>
        <Switch
          label="Text callers who reached nobody"
          description="Once each, never at night, and never who wants no texts, hides their number or has no mobile phone. None is sent if somebody talks to them first."
          checked={value.on}
          onChange={(event) => onChange({ on: event.currentTarget.checked })}
        />
        <Textarea
          label="Text"
          description="May have {business}, {line} and {name}."
          autosize
          minRows={2}
          maxLength={MAX_TEXT_BACK}
          required
          value={value.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          error={error("text")}
        />
        <Example template={value.text} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label="Seconds until it is sent"
            description="They may call again, or somebody calls them."
            min={0}
            max={86_400}
            suffix=" s"
            allowDecimal={false}
            required
            value={value.afterSeconds}
            onChange={(given) => onChange({ afterSeconds: whole(given) })}
            error={error("afterSeconds")}
          />
          <NumberInput
            label="Once per caller in"
            description="However often they call."
            min={1}
            max={720}
            suffix=" h"
            allowDecimal={false}
            required
            value={value.windowHours}
            onChange={(given) => onChange({ windowHours: whole(given) })}
            error={error("windowHours")}
          />
          <TextInput
            type="time"
            label="Quiet from"
            description="By the caller's own clock."
            required
            value={quietHours.from}
            onChange={(event) => onChange({ quietHours: { ...quietHours, from: event.currentTarget.value } })}
            error={error("quietHours.from")}
          />
          <TextInput
            type="time"
            label="Quiet until"
            description="Then it is sent. The same time twice: never quiet."
            required
            value={quietHours.to}
            onChange={(event) => onChange({ quietHours: { ...quietHours, to: event.currentTarget.value } })}
            error={error("quietHours.to")}
          />
        </SimpleGrid>
        <Checkbox.Group
          label="After calls that were"
          value={value.outcomes}
          onChange={(outcomes) =>
            onChange({
              outcomes: TEXT_BACK_OUTCOMES.filter((one) => (outcomes as TextBackOutcome[]).includes(one)),
            })
          }
          error={error("outcomes")}
        >
          <Group mt="xs">
            {TEXT_BACK_OUTCOMES.map((one) => (
              <Checkbox key={one} value={one} label={OUTCOME_NAMES[one]} />
            ))}
          </Group>
        </Checkbox.Group>
      </Stack>
    </Card>
  );
}

/** The text as a lead would get it, and what it costs. */
function Example({ template }: { template: string }) {
  const { name } = useAccount();
  const text = composeTextBack(template, { business: name, line: "Leeds line", name: "Anna Berg" });
  const segments = countSegments(text);
  return (
    <Text size="sm" c="dimmed">
      Anna Berg would read: “{text}” ({segments === 1 ? "one segment" : `${segments} segments`})
    </Text>
  );
}
