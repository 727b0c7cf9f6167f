import { Checkbox, Group, Radio, Stack, Switch, Table, Text, TextInput } from "@mantine/core";
import type { NoticeChoices } from "../../notify/notice-choices.ts";
import { NOTICE_EVENTS, PERSON_CHANNELS } from "../../notify/notice-events.ts";
import { CHANNEL_NAMES, EVENT_HINTS, EVENT_NAMES } from "../words/notice-words.ts";

/** What one person is told of and how: a row for each event, a column for each way. */
export function NoticeChoicesEditor(props: {
  value: NoticeChoices;
  onChange: (choices: NoticeChoices) => void;
  /** Whether they are an owner or admin, who see all calls and hear of alerts. */
  leads: boolean;
  hasPhone: boolean;
  /** Where the choices are in a form: its errors. */
  errors?: Record<string, unknown>;
}) {
  const { value, onChange, leads, hasPhone, errors = {} } = props;
  const events = NOTICE_EVENTS.filter((event) => leads || event !== "routingAlert");
  return (
    <Stack gap="md">
      <Table withRowBorders={false} verticalSpacing={6} horizontalSpacing={6} aria-label="What to be told of">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Event</Table.Th>
            {PERSON_CHANNELS.map((channel) => (
              <Table.Th key={channel} ta="center" w={64}>
                {CHANNEL_NAMES[channel]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event}>
              <Table.Td>
                <Text size="sm" fw={500}>
                  {EVENT_NAMES[event]}
                </Text>
                <Text size="xs" c="dimmed">
                  {EVENT_HINTS[event]}
                </Text>
              </Table.Td>
              {PERSON_CHANNELS.map((channel) => (
                <Table.Td key={channel}>
                  <Group justify="center">
                    <Checkbox
                      aria-label={`${EVENT_NAMES[event]} by ${CHANNEL_NAMES[channel].toLowerCase()}`}
                      checked={value[event][channel]}
                      disabled={channel === "text" && !hasPhone && !value[event].text}
                      onChange={({ currentTarget: { checked } }) =>
                        onChange({ ...value, [event]: { ...value[event], [channel]: checked } })
                      }
                    />
                  </Group>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {!hasPhone && (
        <Text size="xs" c="dimmed">
          Texts need a phone, which is set under My Staff.
        </Text>
      )}
      {leads && (
        <Radio.Group
          label="Whose calls and texts"
          value={value.whose}
          onChange={(whose) => onChange({ ...value, whose: whose === "all" ? "all" : "own" })}
        >
          <Group mt={6}>
            <Radio value="own" label="Own ones, and those that are nobody's" />
            <Radio value="all" label="All of the account's" />
          </Group>
        </Radio.Group>
      )}
      <Switch
        label="Only while working"
        description="Nothing while away, off, or outside the own working hours. The digest comes all the same."
        checked={value.onlyWhenOn}
        onChange={({ currentTarget: { checked } }) => onChange({ ...value, onlyWhenOn: checked })}
      />
      <TextInput
        type="time"
        w={{ base: "100%", xs: 260 }}
        label="Digest by mail at"
        description="What was missed, messages that nobody has dealt with, texts without an answer, alerts: once a day, where there is something to say. Empty: none."
        value={value.digestAt ?? ""}
        onChange={({ currentTarget: { value: at } }) =>
          onChange({ ...value, digestAt: at === "" ? null : at })
        }
        error={errors["notify.digestAt"] as string | undefined}
      />
    </Stack>
  );
}
