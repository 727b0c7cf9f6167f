import { ActionIcon, Button, Card, Group, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { BusinessNumber, Rung } from "../api/types.ts";
import { GreetingField } from "./greeting-field.tsx";
import { LadderEditor } from "./ladder-editor.tsx";

export type Menu = NonNullable<BusinessNumber["menu"]>;
type Choice = Menu["choices"][number];

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

type Props = {
  value: Menu | null;
  onChange: (menu: Menu | null) => void;
  errors: Record<string, ReactNode>;
};

/** What callers of a number are asked before anybody is rung, while the business is open. */
export function MenuEditor({ value, onChange, errors }: Props) {
  const set = (choices: Choice[]) => value !== null && onChange({ ...value, choices });
  const free = KEYS.filter((key) => !value?.choices.some((choice) => choice.key === key));
  const wrong = Object.entries(errors).find(([field]) => field === "menu" || field === "menu.choices")?.[1];
  return (
    <Stack gap="sm">
      <Switch
        label="A menu"
        description="Callers choose with a key first, while open. Without a key, or with a wrong one, they are asked once more; then the call goes on by the ladder above."
        checked={value !== null}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked
              ? { greeting: null, choices: [{ key: "1", label: "", to: "voicemail" }] }
              : null,
          )
        }
        error={wrong}
      />
      {value !== null && (
        <Card withBorder padding="sm" component="section" aria-label="Menu">
          <Stack>
            <GreetingField
              label="What callers hear"
              about="Names the keys. Empty: it is made of the choices below."
              without={spoken(value.choices)}
              value={value.greeting ?? ""}
              onChange={(event) => {
                const text = typeof event === "string" ? event : event.currentTarget.value;
                onChange({ ...value, greeting: text === "" ? null : text });
              }}
              error={errors["menu.greeting"]}
            />
            {value.choices.map((choice, index) => (
              <ChoiceEditor
                key={choice.key}
                value={choice}
                keys={[choice.key, ...free].sort()}
                isOnly={value.choices.length === 1}
                onChange={(next) => set(value.choices.map((one, place) => (place === index ? next : one)))}
                onRemove={() => set(value.choices.filter((_, place) => place !== index))}
                errors={errors}
                path={`menu.choices.${index}`}
              />
            ))}
            <Group>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} />}
                disabled={free.length === 0}
                onClick={() => set([...value.choices, { key: free[0] ?? "9", label: "", to: "voicemail" }])}
              >
                Add choice
              </Button>
            </Group>
          </Stack>
        </Card>
      )}
    </Stack>
  );
}

function spoken(choices: readonly Choice[]): string {
  return choices.map(({ key, label }) => `For ${label || "…"}, press ${key}.`).join(" ");
}

function ChoiceEditor(props: {
  value: Choice;
  keys: string[];
  isOnly: boolean;
  onChange: (choice: Choice) => void;
  onRemove: () => void;
  errors: Record<string, ReactNode>;
  path: string;
}) {
  const { value, keys, isOnly, onChange, onRemove, errors, path } = props;
  const toLadder = value.to !== "voicemail";
  return (
    <Stack gap="xs" component="section" aria-label={`Key ${value.key}`}>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Select
          label="Key"
          data={keys}
          allowDeselect={false}
          value={value.key}
          onChange={(key) => key !== null && onChange({ ...value, key })}
          error={errors[`${path}.key`]}
        />
        <TextInput
          label="For"
          placeholder="Sales"
          required
          maxLength={40}
          value={value.label}
          onChange={(event) => onChange({ ...value, label: event.currentTarget.value })}
          error={errors[`${path}.label`]}
        />
        <Group align="flex-end" wrap="nowrap" gap="xs">
          <Select
            label="Leads to"
            style={{ flex: 1 }}
            allowDeselect={false}
            data={[
              { value: "voicemail", label: "Voicemail" },
              { value: "ladder", label: "A ladder" },
            ]}
            value={toLadder ? "ladder" : "voicemail"}
            onChange={(to) => onChange({ ...value, to: to === "ladder" ? ["company"] : "voicemail" })}
            error={errors[`${path}.to`]}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            disabled={isOnly}
            onClick={onRemove}
            aria-label={`Remove key ${value.key}`}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </SimpleGrid>
      {toLadder && (
        <LadderEditor
          label={`Ladder of key ${value.key}`}
          value={value.to as Rung[]}
          onChange={(to) => onChange({ ...value, to: to.length === 0 ? "voicemail" : to })}
        />
      )}
    </Stack>
  );
}
