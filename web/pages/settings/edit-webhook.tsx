import { Checkbox, Stack, Switch, TextInput } from "@mantine/core";
import { NOTICE_EVENTS, type NoticeEvent } from "../../../notify/notice-events.ts";
import type { Webhook } from "../../api/types.ts";
import { EditDrawer } from "../../parts/edit-drawer.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { EVENT_HINTS, EVENT_NAMES } from "../../words/notice-words.ts";

const valuesOf = (webhook: Webhook | null) => ({
  url: webhook?.url ?? "",
  description: webhook?.description ?? "",
  events: (webhook?.events ?? [...NOTICE_EVENTS]) as NoticeEvent[],
  active: webhook?.active ?? true,
});

const fieldsOf = (values: ReturnType<typeof valuesOf>) => ({
  ...values,
  url: values.url.trim(),
  description: orNull(values.description.trim()),
});

/** One webhook: where it goes, and what it is told of. A new one's secret is handed on. */
export function EditWebhook(props: {
  webhook: Webhook | null;
  onClose: () => void;
  onSecret: (secret: string) => void;
}) {
  const { webhook, onClose, onSecret } = props;
  const { form, submit, footer, notice } = useEditor({
    section: "webhooks",
    item: webhook,
    valuesOf,
    fieldsOf,
    done: webhook === null ? "The webhook is added." : "The webhook is updated.",
    first: "url",
    onSaved: (saved) => {
      onClose();
      if (typeof saved.secret === "string") onSecret(saved.secret);
    },
  });
  return (
    <EditDrawer
      title={webhook === null ? "Add a webhook" : "Edit the webhook"}
      onClose={onClose}
      onSubmit={submit}
    >
      {notice}
      <TextInput
        label="Address"
        type="url"
        required
        placeholder="https://crm.example.com/hooks/ringright"
        description="Events are posted there as JSON. https, since they name your customers."
        {...form.getInputProps("url")}
      />
      <TextInput
        label="Description"
        placeholder="Our CRM"
        description="So that you know later what it is."
        {...form.getInputProps("description")}
      />
      <Checkbox.Group label="Events" required {...form.getInputProps("events")}>
        <Stack gap="xs" mt="xs">
          {NOTICE_EVENTS.map((event) => (
            <Checkbox
              key={event}
              value={event}
              label={EVENT_NAMES[event]}
              description={`${EVENT_HINTS[event]}: ${event}`}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Switch
        label="Active"
        description="While it is off nothing is sent there, and nothing is kept for it."
        {...form.getInputProps("active", { type: "checkbox" })}
      />
      {footer({ verb: webhook === null ? "Add webhook" : "Update", onCancel: onClose })}
    </EditDrawer>
  );
}
