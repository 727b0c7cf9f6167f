import { Button, Group, Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask, Refusal } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Carrier, Inspection } from "../../api/types.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { KINDS, type Kind } from "./carrier-kinds.ts";

/** Credentials are checked at the carrier before they are kept; nothing is changed there yet. */
export function ConnectCarrier({ taken, onClose }: { taken: Carrier[]; onClose: (id?: string) => void }) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>("twilio");
  const form = useForm<Record<string, string>>({ initialValues: {} });
  const { busy, shown, run } = useRefusal(form);
  const { fields, where } = KINDS[kind];
  const send = form.onSubmit((values) =>
    run(async () => {
      const body = {
        id: freeId(kind, slug, taken),
        kind,
        ...Object.fromEntries(fields.map(({ name }) => [name, values[name]?.trim() || null])),
      };
      const inspection = await ask<Inspection>(accountPath(slug, "/carriers/inspect"), {
        method: "POST",
        body,
      });
      if (!inspection.ok) {
        const message = inspection.message ?? "the carrier does not know these credentials";
        throw new Refusal(400, { code: "invalid", message });
      }
      const made = await ask<Carrier>(accountPath(slug, "/carriers"), { method: "POST", body });
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      onClose(made.id);
    }),
  );
  return (
    <Modal opened onClose={() => onClose()} title="Connect a carrier" size="md">
      <form onSubmit={send}>
        <Stack>
          <SegmentedControl
            fullWidth
            aria-label="Carrier"
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            data={Object.entries(KINDS).map(([value, { name }]) => ({ value, label: name }))}
          />
          <Text size="sm" c="dimmed">
            {where}
          </Text>
          {shown}
          {fields.map(({ name, label, hint, secret, required }) => {
            const Input = secret ? PasswordInput : TextInput;
            return (
              <Input
                key={`${kind} ${name}`}
                label={label}
                description={hint}
                autoComplete="off"
                required={required === true}
                {...form.getInputProps(name)}
                value={form.values[name] ?? ""}
              />
            );
          })}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onClose()}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Check and connect
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Part of the webhook's address, and one in the whole installation. */
function freeId(kind: Kind, slug: string, taken: Carrier[]): string {
  const base = `${kind}-${slug}`.slice(0, 36);
  const ids = new Set(taken.map(({ id }) => id));
  let id = base;
  for (let next = 2; ids.has(id); next += 1) id = `${base}-${next}`;
  return id;
}
