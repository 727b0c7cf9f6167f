import { ActionIcon, Alert, Button, Group, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { MAX_STEP_TEXT, MAX_STEPS } from "../../../campaigns/campaign-plan.ts";
import { countSegments } from "../../../messages/count-segments.ts";
import { renderTemplate } from "../../../messages/render-template.ts";
import { useAccount } from "../../shell/account-context.ts";
import { countOf } from "../../words/campaign-words.ts";
import type { CampaignValues } from "./campaign-values.ts";

/** The texts of a campaign, one after the other, each with what it would look like and cost. */
export function StepsEditor({ form }: { form: UseFormReturnType<CampaignValues> }) {
  const { steps } = form.values;
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        A text may have {"{lead}"}, {"{firstName}"}, {"{me}"} (whose lead it is), {"{business}"} and{" "}
        {"{line}"}.
      </Text>
      {typeof form.errors.steps === "string" && <Alert color="red">{form.errors.steps}</Alert>}
      {steps.map((_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step has nothing else, and its place is what it is.
        <Step key={at} form={form} at={at} />
      ))}
      {steps.length < MAX_STEPS && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          style={{ alignSelf: "flex-start" }}
          onClick={() => form.insertListItem("steps", { text: "", afterHours: 48 })}
        >
          Add another text
        </Button>
      )}
    </Stack>
  );
}

function Step({ form, at }: { form: UseFormReturnType<CampaignValues>; at: number }) {
  const { name: business } = useAccount();
  const text = form.values.steps[at]?.text ?? "";
  const shown = renderTemplate(text, {
    lead: { name: "Anna Berg" },
    me: "Dana",
    business,
    line: "your number",
  });
  return (
    <Stack gap="xs">
      <Textarea
        label={at === 0 ? "First text" : `Text ${at + 1}`}
        required
        autosize
        minRows={3}
        maxLength={MAX_STEP_TEXT}
        {...form.getInputProps(`steps.${at}.text`)}
        error={form.errors[`steps[${at}].text`] ?? form.errors[`steps.${at}.text`]}
      />
      {text !== "" && (
        <Text size="xs" c="dimmed">
          “{shown}”: {shown.length} characters, {countOf(countSegments(shown), "segment")}
        </Text>
      )}
      {at > 0 && (
        <Group align="flex-end">
          <NumberInput
            label="Hours after the text before"
            description="Not for those who answered meanwhile, unless you say so below."
            min={0}
            max={672}
            allowDecimal={false}
            w={320}
            {...form.getInputProps(`steps.${at}.afterHours`)}
            error={form.errors[`steps[${at}].afterHours`]}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size="lg"
            aria-label={`Remove text ${at + 1}`}
            onClick={() => form.removeListItem("steps", at)}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </Group>
      )}
    </Stack>
  );
}
