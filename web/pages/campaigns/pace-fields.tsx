import { NumberInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { CampaignValues } from "./campaign-values.ts";

/** Quiet hours, pace, and what ends it for a lead. */
export function PaceFields({ form }: { form: UseFormReturnType<CampaignValues> }) {
  const number = (field: "perSecond" | "dailyCap" | "segmentPrice") => ({
    ...form.getInputProps(field),
    value: form.values[field] ?? "",
    onChange: (next: string | number) => form.setFieldValue(field, next === "" ? null : Number(next)),
  });
  const isText = form.values.kind === "text";
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          type="time"
          label="Quiet from"
          description="By the clock where the lead is."
          required
          {...form.getInputProps("quietHours.from")}
        />
        <TextInput
          type="time"
          label="Quiet until"
          description="The same twice: no quiet hours."
          required
          {...form.getInputProps("quietHours.to")}
        />
        {isText && (
          <>
            <NumberInput
              label="Texts a second at each carrier"
              description="Empty: as fast as its numbers may."
              min={1}
              max={1_000}
              allowDecimal={false}
              {...number("perSecond")}
            />
            <NumberInput
              label="Texts a day, at most"
              description="Empty: any number. The rest goes on the next day."
              min={1}
              max={1_000_000}
              allowDecimal={false}
              {...number("dailyCap")}
            />
            <NumberInput
              label="Price of a segment"
              description="What your carrier takes, to show what it costs."
              min={0}
              max={10}
              decimalScale={5}
              step={0.001}
              {...number("segmentPrice")}
            />
          </>
        )}
      </SimpleGrid>
      {isText && (
        <Switch
          label="No further text to those who answered or called back"
          {...form.getInputProps("stopOnReply", { type: "checkbox" })}
        />
      )}
    </>
  );
}
