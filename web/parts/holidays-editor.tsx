import { Button, Card, Group, Input, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Holiday } from "../../hours/weekly-hours.ts";
import { errorAt } from "./hours-editor.tsx";
import { SpanList } from "./span-list.tsx";

type Props = { value: Holiday[]; onChange: (holidays: Holiday[]) => void; errors: Record<string, unknown> };

/** Dates with a name, closed or with hours of their own. */
export function HolidaysEditor({ value, onChange, errors }: Props) {
  const change = (index: number, part: Partial<Holiday>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Stack gap="sm">
      {value.length === 0 && (
        <Text size="sm" c="dimmed">
          No holidays yet.
        </Text>
      )}
      {value.map((holiday, index) => {
        const name = holiday.name || `holiday ${index + 1}`;
        const error = (field: string) => errorAt(errors, `holidays[${index}].${field}`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a holiday is its place; its date and name change while typed.
          <Card key={index} withBorder padding="sm" role="group" aria-label={name}>
            <Group align="flex-start">
              <TextInput
                type="date"
                label="Date"
                required
                value={holiday.date}
                onChange={(event) => change(index, { date: event.currentTarget.value })}
                error={error("date")}
              />
              <TextInput
                label="Name"
                required
                flex={1}
                miw={160}
                placeholder="Christmas Day"
                value={holiday.name}
                onChange={(event) => change(index, { name: event.currentTarget.value })}
                error={error("name")}
              />
            </Group>
            <Group justify="space-between" mt="xs">
              <Input.Wrapper label="Hours on that date" labelElement="div">
                <SpanList
                  of={name}
                  value={holiday.hours}
                  onChange={(hours) => change(index, { hours })}
                  error={error("hours")}
                />
              </Input.Wrapper>
              <Button
                size="xs"
                variant="subtle"
                color="red"
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                Remove {name}
              </Button>
            </Group>
          </Card>
        );
      })}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...value, { date: "", name: "", hours: [] }])}
        >
          Add holiday
        </Button>
      </Group>
    </Stack>
  );
}
