import { Card, NumberInput, Select, SimpleGrid, Stack, Switch, Text, Title } from "@mantine/core";
import type { Account } from "../../../api/types.ts";
import { useEditor } from "../../../parts/use-editor.tsx";
import { TREATMENT_NAMES, UNVERIFIED_NAMES } from "../../../words/name-things.ts";

type Unverified = Account["unverifiedCallers"];
type Silent = Account["silentCallers"];

const valuesOf = (item: Account | null) => ({
  rejectWithheld: item?.rejectWithheld ?? false,
  unverifiedCallers: (item?.unverifiedCallers ?? {}) as Unverified,
  silentCallers: (item?.silentCallers ?? {}) as Silent,
});

/** What becomes of callers who hide their number, whose number nobody vouches for, or who never say a word. */
export function UnwantedForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => values,
    done: "Unwanted callers are updated.",
  });
  const { holdOff } = form.values.silentCallers;
  return (
    <form onSubmit={submit}>
      <Stack>
        {notice}
        <Card component="section" aria-label="Withheld callers">
          <Stack gap="sm">
            <Title order={2}>Withheld callers</Title>
            <Switch
              label="Reject withheld callers"
              description="They hear a busy tone."
              {...form.getInputProps("rejectWithheld", { type: "checkbox" })}
            />
          </Stack>
        </Card>
        <Card component="section" aria-label="Callers nobody vouches for">
          <Stack gap="sm">
            <Title order={2}>Callers nobody vouches for</Title>
            <Text size="sm" c="dimmed">
              What carriers say of a caller's number (STIR/SHAKEN, in the US and Canada). Calls by SignalWire
              say nothing of it and ring as usual.
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              {Object.entries(UNVERIFIED_NAMES).map(([level, { label, description }]) => (
                <Select
                  key={level}
                  label={label}
                  description={description}
                  allowDeselect={false}
                  data={Object.entries(TREATMENT_NAMES).map(([value, label]) => ({ value, label }))}
                  {...form.getInputProps(`unverifiedCallers.${level}`)}
                />
              ))}
            </SimpleGrid>
          </Stack>
        </Card>
        <Card component="section" aria-label="Calls without a word">
          <Stack gap="sm">
            <Title order={2}>Calls without a word</Title>
            <Switch
              label="Hold off callers who call again and again without a word"
              description="Who hangs up within three seconds, or stays silent after the tone. Who lets it ring never counts."
              {...form.getInputProps("silentCallers.holdOff", { type: "checkbox" })}
            />
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <NumberInput
                label="After so many calls"
                min={2}
                max={20}
                allowDecimal={false}
                disabled={!holdOff}
                {...form.getInputProps("silentCallers.calls")}
              />
              <NumberInput
                label="Within"
                min={1}
                max={1440}
                suffix=" min"
                allowDecimal={false}
                disabled={!holdOff}
                {...form.getInputProps("silentCallers.withinMinutes")}
              />
              <NumberInput
                label="Held off for"
                min={1}
                max={1440}
                suffix=" min"
                allowDecimal={false}
                disabled={!holdOff}
                {...form.getInputProps("silentCallers.forMinutes")}
              />
            </SimpleGrid>
            <Switch
              label="Leads who are assigned to somebody too"
              disabled={!holdOff}
              {...form.getInputProps("silentCallers.leadsToo", { type: "checkbox" })}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
