import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "../../../api/ask.ts";
import { blockedPreviewQuery } from "../../../api/queries.ts";
import type { BlockedPreview } from "../../../api/types.ts";
import { showEntry, useBlocking } from "../../../parts/block-caller.tsx";
import { useAccount } from "../../../shell/account-context.ts";

/** A phone or a pattern for the block list; whom it would hit is said while it is typed. */
export function AddBlocked({ onClose }: { onClose: () => void }) {
  const { slug } = useAccount();
  const [caller, setCaller] = useState("");
  const [note, setNote] = useState("");
  const [typed] = useDebouncedValue(caller.trim(), 300);
  const preview = useQuery(blockedPreviewQuery(slug, typed));
  const blocking = useBlocking();
  const settled = typed === caller.trim() && typed !== "";
  const refused = settled && preview.error instanceof Refusal ? preview.error.fields.caller : undefined;
  const seen = settled && !preview.isError ? preview.data : undefined;
  return (
    <Modal opened onClose={onClose} title="Block a caller">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (seen !== undefined) void blocking.block(seen.caller, note.trim() || undefined).then(onClose);
        }}
      >
        <Stack>
          <TextInput
            label="Phone, or the beginning of phones with a star"
            description="(312) 555-0123, +1900*, +4490*"
            required
            data-autofocus
            autoComplete="off"
            value={caller}
            onChange={(event) => setCaller(event.currentTarget.value)}
            error={refused}
          />
          <TextInput
            label="Note"
            description="Why, for whoever looks at the list later."
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <div aria-live="polite">{seen !== undefined && <Hits preview={seen} />}</div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={seen === undefined} loading={blocking.busy}>
              Block
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Hits({ preview }: { preview: BlockedPreview }) {
  const { phone, say } = useAccount();
  const { caller, calls, days, leadCount, leads, own } = preview;
  const names = leads.map(({ name }) => name).join(", ");
  const more = leadCount > leads.length ? ` and ${leadCount - leads.length} more` : "";
  return (
    <Stack gap="xs">
      <Text size="sm">
        {showEntry(caller, phone)} would have refused {calls === 1 ? "1 call" : `${calls} calls`} in the last{" "}
        {days} days.
      </Text>
      {leadCount > 0 && (
        <Alert color="orange" title={leadCount === 1 ? "One of your leads" : `${leadCount} of your leads`}>
          {names}
          {more} would hear a busy tone.
        </Alert>
      )}
      {own.length > 0 && (
        <Alert color="orange" title="Phones of your own">
          It covers {own.map(say).join(", ")}.
        </Alert>
      )}
    </Stack>
  );
}
