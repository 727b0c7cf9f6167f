import {
  Badge,
  Button,
  Card,
  Checkbox,
  Group,
  Modal,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { renderTemplate } from "../../../messages/render-template.ts";
import { accountPath, ask } from "../../api/ask.ts";
import { templatesQuery } from "../../api/conversation-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { Template } from "../../api/types.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";

/** Texts that are used again: everybody's, and one's own. */
export function Templates() {
  const { slug, may } = useAccount();
  const queries = useQueryClient();
  const found = useQuery(templatesQuery(slug));
  const [edited, setEdited] = useState<Template | "new" | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: keyOf(slug) });
  const remove = async ({ id, name }: Template) => {
    try {
      await ask(accountPath(slug, `/templates/${id}`), { method: "DELETE" });
      tell(`${name} is removed.`);
      await again();
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <Card component="section" aria-label="Templates">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Templates</Title>
          <Button size="xs" variant="default" onClick={() => setEdited("new")}>
            Add template
          </Button>
        </Group>
        {found.isPending && <WaitingRows rows={2} />}
        {found.isError && <CouldNotRead error={found.error} again={found.refetch} />}
        {found.data?.length === 0 && (
          <Text size="sm" c="dimmed">
            None yet. A template saves typing what you write again and again.
          </Text>
        )}
        {found.data?.map((template) => (
          <Group key={template.id} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Group gap="xs">
                <Text fw={600}>{template.name}</Text>
                <Badge color={template.shared ? "ring" : "gray"}>
                  {template.shared ? "Everybody's" : "Yours"}
                </Badge>
              </Group>
              <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
                {template.text}
              </Text>
            </div>
            {(!template.shared || may("account:write")) && (
              <Group gap={4} wrap="nowrap">
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={`Edit ${template.name}`}
                  onClick={() => setEdited(template)}
                >
                  Edit
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={`Remove ${template.name}`}
                  onClick={() => void remove(template)}
                >
                  Remove
                </Button>
              </Group>
            )}
          </Group>
        ))}
      </Stack>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? "Add template" : "Edit template"}
      >
        {edited !== null && (
          <EditTemplate
            template={edited === "new" ? null : edited}
            onSaved={async () => {
              setEdited(null);
              await again();
            }}
          />
        )}
      </Modal>
    </Card>
  );
}

function EditTemplate({ template, onSaved }: { template: Template | null; onSaved: () => Promise<void> }) {
  const { slug, name: business, may } = useAccount();
  const form = useForm({
    initialValues: {
      name: template?.name ?? "",
      text: template?.text ?? "",
      shared: template?.shared ?? may("account:write"),
    },
  });
  const refusal = useRefusal(form);
  const save = (values: typeof form.values) =>
    refusal.run(async () => {
      const { shared, ...words } = values;
      const path = template === null ? "/templates" : `/templates/${template.id}`;
      const body = template === null ? { ...words, shared } : words;
      await ask(accountPath(slug, path), { method: template === null ? "POST" : "PATCH", body });
      await onSaved();
    });
  const about = { lead: { name: "Anna Berg" }, me: "Dana", business, line: "main line" };
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))}>
      <Stack>
        {refusal.shown}
        <TextInput label="Name" required maxLength={60} data-autofocus {...form.getInputProps("name")} />
        <Textarea
          label="Text"
          description="May have {lead}, {firstName}, {me}, {business} and {line}."
          required
          autosize
          minRows={3}
          maxLength={1_600}
          {...form.getInputProps("text")}
        />
        {form.values.text !== "" && (
          <Text size="sm" c="dimmed">
            Anna Berg would read: “{renderTemplate(form.values.text, about)}”
          </Text>
        )}
        {template === null && may("account:write") && (
          <Checkbox label="For everybody" {...form.getInputProps("shared", { type: "checkbox" })} />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={refusal.busy}>
            {template === null ? "Add template" : "Update"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
