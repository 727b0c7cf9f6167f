import { ActionIcon, Group, Input, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";

type Props = {
  /** What the spans are of, for those who hear the page: "Monday". */
  of: string;
  value: readonly string[];
  onChange: (spans: string[]) => void;
  error?: string | undefined;
  /** What a day without spans is; unless told, closed. */
  none?: string | undefined;
  /** More that can be done with these spans. */
  actions?: ReactNode;
};

const DEFAULT_SPAN = "09:00-17:00";

/** The spans of one day: each from a time to another. None: closed. */
export function SpanList({ of, value, onChange, error, none = "Closed", actions }: Props) {
  const change = (index: number, span: string) =>
    onChange(value.map((one, at) => (at === index ? span : one)));
  return (
    <div>
      <Group gap="xs" align="center">
        {value.length === 0 && (
          <Text size="sm" c="dimmed" w={70}>
            {none}
          </Text>
        )}
        {value.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place; its times change while they are typed.
          <SpanInput key={index} of={of} span={span} onChange={(next) => change(index, next)}>
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => onChange(value.filter((_, at) => at !== index))}
              aria-label={`Remove ${span} on ${of}`}
            >
              <IconX size={16} />
            </ActionIcon>
          </SpanInput>
        ))}
        <ActionIcon
          variant="subtle"
          onClick={() => onChange([...value, DEFAULT_SPAN])}
          aria-label={`Add hours on ${of}`}
        >
          <IconPlus size={16} />
        </ActionIcon>
        {actions}
      </Group>
      {error !== undefined && (
        <Input.Error role="alert" mt={4}>
          {error}
        </Input.Error>
      )}
    </div>
  );
}

function SpanInput(props: {
  of: string;
  span: string;
  onChange: (span: string) => void;
  children: ReactNode;
}) {
  const { of, span, onChange, children } = props;
  const [from = "", to = ""] = span.split("-");
  // A clock shows midnight as 00:00; at the end of a span it is the day's last moment.
  const set = (begin: string, end: string) => onChange(`${begin}-${end === "00:00" ? "24:00" : end}`);
  return (
    <Group gap={4} wrap="nowrap">
      <TextInput
        type="time"
        value={from}
        onChange={(event) => set(event.currentTarget.value, to)}
        aria-label={`${of}, from`}
      />
      <Text aria-hidden>–</Text>
      <TextInput
        type="time"
        value={to === "24:00" ? "00:00" : to}
        onChange={(event) => set(from, event.currentTarget.value)}
        aria-label={`${of}, to`}
      />
      {children}
    </Group>
  );
}
