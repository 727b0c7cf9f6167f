import { Button, Group, Select, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../api/ask.ts";
import { dispositionsQuery, keyOf } from "../api/queries.ts";
import type { Call } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

type Noted = Pick<Call, "disposition" | "note">;

/** What a call came to, in the account's own words, and what there is to say of it. */
export function CallNote({ call, onSaved }: { call: { id: string } & Noted; onSaved?: () => void }) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const known = useQuery(dispositionsQuery(slug)).data ?? [];
  const [disposition, setDisposition] = useState(call.disposition);
  const [note, setNote] = useState(call.note ?? "");
  // A word that was taken out of the list since still stands on its call.
  const words = disposition === null || known.includes(disposition) ? known : [disposition, ...known];
  const save = useMutation({
    mutationFn: () => {
      const body = { note, ...(disposition === call.disposition ? {} : { disposition }) };
      return ask<Noted>(accountPath(slug, `/calls/${call.id}`), { method: "PATCH", body });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keyOf(slug, "calls") });
      tell("The note is saved.");
      onSaved?.();
    },
    onError: tellTrouble,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Select
        label="Disposition"
        description="What the call came to."
        placeholder="Not said yet"
        clearable
        data={words}
        value={disposition}
        onChange={setDisposition}
      />
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        mt="xs"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <Button type="submit" size="sm" loading={save.isPending}>
          Save notes
        </Button>
      </Group>
    </form>
  );
}
