import { ActionIcon, Box, Group, Input, Menu, Stack, Switch, Text } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { WEEKDAYS, type Weekday, type WeeklyHours } from "../../hours/weekly-hours.ts";
import { WEEKDAY_NAMES } from "../words/name-things.ts";
import { SpanList } from "./span-list.tsx";

type Props = {
  label: string;
  description?: string;
  /** What it means that no hours are set: "Always open". */
  unset: string;
  /** What a day without spans is; unless told, closed. */
  none?: string;
  value: WeeklyHours | null;
  onChange: (hours: WeeklyHours | null) => void;
  /** The form's errors: those of hours are shown at their day. */
  errors: Record<string, unknown>;
};

const WHOLE_DAY = ["00:00-24:00"];
const WORKDAYS = WEEKDAYS.slice(0, 5);

/** Where hours are first wanted, they are most businesses'. */
const USUAL: WeeklyHours = {
  mon: ["09:00-17:00"],
  tue: ["09:00-17:00"],
  wed: ["09:00-17:00"],
  thu: ["09:00-17:00"],
  fri: ["09:00-17:00"],
  sat: [],
  sun: [],
};

/** Hours by weekday, several spans a day; a day can be copied to others. */
export function HoursEditor({ label, description, unset, none, value, onChange, errors }: Props) {
  const spread = (from: Weekday, to: readonly Weekday[]) => {
    if (value !== null)
      onChange({ ...value, ...Object.fromEntries(to.map((day) => [day, [...value[from]]])) });
  };
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={errorAt(errors, "hours", true)}
      labelElement="div"
    >
      <Switch
        mt="xs"
        label={unset}
        checked={value === null}
        onChange={(event) => onChange(event.currentTarget.checked ? null : USUAL)}
      />
      {value !== null && (
        <Stack gap="xs" mt="sm" role="group" aria-label={label}>
          {WEEKDAYS.map((day) => (
            <Group key={day} gap="xs" align="flex-start">
              <Text size="sm" fw={600} w={92} pt={7}>
                {WEEKDAY_NAMES[day]}
              </Text>
              <Box flex={1} miw={240}>
                <SpanList
                  of={WEEKDAY_NAMES[day]}
                  none={none}
                  value={value[day]}
                  onChange={(spans) => onChange({ ...value, [day]: spans })}
                  error={errorAt(errors, `hours.${day}`)}
                  actions={
                    <DayMenu
                      day={day}
                      onWholeDay={() => onChange({ ...value, [day]: WHOLE_DAY })}
                      onCopy={(days) => spread(day, days)}
                    />
                  }
                />
              </Box>
            </Group>
          ))}
        </Stack>
      )}
    </Input.Wrapper>
  );
}

function DayMenu(props: {
  day: Weekday;
  onWholeDay: () => void;
  onCopy: (days: readonly Weekday[]) => void;
}) {
  const { day, onWholeDay, onCopy } = props;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Copy ${WEEKDAY_NAMES[day]}`}>
          <IconCopy size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onCopy(WORKDAYS)}>Copy to Monday to Friday</Menu.Item>
        <Menu.Item onClick={() => onCopy(WEEKDAYS)}>Copy to every day</Menu.Item>
        <Menu.Item onClick={onWholeDay}>Open the whole day</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The first error of a field, or of what is below it; with `itself`, of the field alone. */
export function errorAt(errors: Record<string, unknown>, field: string, itself = false): string | undefined {
  const found = Object.entries(errors).find(
    ([key]) => key === field || (!itself && (key.startsWith(`${field}[`) || key.startsWith(`${field}.`))),
  );
  return found === undefined ? undefined : String(found[1]);
}
