import { NumberInput, Select, SimpleGrid, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { MAX_TEXT_BACK, type NumberTextBack } from "../../messages/text-back-settings.ts";
import { MAX_TEXTS_PER_SECOND, TEXTS_PER_SECOND } from "../../messages/text-states.ts";

type Texts = { textBack: NumberTextBack | null; textsPerSecond: number | "" };

/** What a number does otherwise than its account after missed calls, and how fast its carrier takes texts. */
export function NumberTexts(props: {
  value: Texts;
  onChange: (change: Partial<Texts>) => void;
  errors: Record<string, ReactNode>;
}) {
  const { value, onChange, errors } = props;
  const own = value.textBack ?? { on: null, text: null };
  const change = (next: NumberTextBack) =>
    onChange({ textBack: next.on === null && next.text === null ? null : next });
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Text-back"
          description="A text to callers who reached nobody."
          allowDeselect={false}
          data={[
            { value: "", label: "As the account says" },
            { value: "true", label: "On" },
            { value: "false", label: "Off" },
          ]}
          value={own.on === null ? "" : String(own.on)}
          onChange={(next) => change({ ...own, on: next ? next === "true" : null })}
          error={errors["textBack.on"]}
        />
        <NumberInput
          label="Texts a second"
          description="As many as the carrier takes from it."
          placeholder={String(TEXTS_PER_SECOND)}
          min={1}
          max={MAX_TEXTS_PER_SECOND}
          allowDecimal={false}
          value={value.textsPerSecond}
          onChange={(next) => onChange({ textsPerSecond: next === "" ? "" : Number(next) })}
          error={errors.textsPerSecond}
        />
      </SimpleGrid>
      <Textarea
        label="Text of the text-back"
        description="Empty: as the account says. May have {business}, {line} and {name}."
        autosize
        minRows={2}
        maxLength={MAX_TEXT_BACK}
        value={own.text ?? ""}
        onChange={(event) =>
          change({ ...own, text: event.currentTarget.value === "" ? null : event.currentTarget.value })
        }
        error={errors["textBack.text"]}
      />
    </>
  );
}
