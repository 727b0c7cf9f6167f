import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Staff } from "../../api/types.ts";
import { Copy } from "../../parts/copy.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { tell, tellTrouble } from "../../shell/toast.ts";

type Made = { link: string; mailed?: boolean };

/** Lets a staff member sign in: by mail, or where none can be sent, by a link to pass on. */
export function InvitePerson({ person }: { person: Staff }) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [link, setLink] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const reset = person.signIn === "active";
  const send = async () => {
    setBusy(true);
    try {
      const path = `/staff/${person.id}/${reset ? "reset-link" : "invite"}`;
      const { link: made, mailed } = await ask<Made>(accountPath(slug, path), { method: "POST", body: {} });
      if (mailed) tell(`A mail is on its way to ${person.email}.`);
      setLink(mailed ? null : made);
      await queries.invalidateQueries({ queryKey: keyOf(slug, "staff") });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        leftSection={<IconMail size={16} />}
        onClick={() => void send()}
        loading={busy}
      >
        {reset ? "Make a password link" : person.signIn === "invited" ? "Invite again" : "Invite to sign in"}
      </Button>
      {link !== null && (
        <Alert title="Pass this link on to them">
          <Text size="sm">Nothing was mailed. The link works once.</Text>
          <Group wrap="nowrap" mt="xs">
            <Code style={{ overflowWrap: "anywhere" }}>{link}</Code>
            <Copy text={link} />
          </Group>
        </Alert>
      )}
    </Stack>
  );
}
