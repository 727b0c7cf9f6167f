import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { DaysOff } from "../../hours/weekly-hours.ts";
import { errorAt } from "./hours-editor.tsx";

type Props = { value: DaysOff[]; onChange: (days: DaysOff[]) => void; errors: Record<string, unknown> };

/** Days on which a staff member is off, from the first to the last. */
export function DaysOffEditor({ value, onChange, errors }: Props) {
  const change = (index: number, part: Partial<DaysOff>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Input.Wrapper
      label="Days off"
      description="The first and the last day included. On these days the phone is not rung."
      labelElement="div"
    >
      <Stack gap="xs" mt="xs">
        {value.map((days, index) => (
          <Group
            // biome-ignore lint/suspicious/noArrayIndexKey: days off are their place; their dates change while typed.
            key={index}
            gap="xs"
            align="flex-end"
            role="group"
            aria-label={`Days off ${index + 1}`}
          >
            <TextInput
              type="date"
              label="First day"
              value={days.from}
              onChange={(event) => {
                const from = event.currentTarget.value;
                // Most days off are one: the last day follows the first until it is set.
                change(index, { from, to: days.to === "" || days.to === days.from ? from : days.to });
              }}
              error={errorAt(errors, `daysOff[${index}].from`)}
            />
            <TextInput
              type="date"
              label="Last day"
              value={days.to}
              onChange={(event) => change(index, { to: event.currentTarget.value })}
              error={errorAt(errors, `daysOff[${index}].to`)}
            />
            <TextInput
              label="Name"
              placeholder="Vacation"
              flex={1}
              miw={120}
              value={days.name ?? ""}
              onChange={(event) => change(index, { name: event.currentTarget.value || null })}
              error={errorAt(errors, `daysOff[${index}].name`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mb={4}
              onClick={() => onChange(value.filter((_, at) => at !== index))}
              aria-label={`Remove days off ${index + 1}`}
            >
              <IconX size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...value, { from: "", to: "", name: null }])}
          >
            Add days off
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
