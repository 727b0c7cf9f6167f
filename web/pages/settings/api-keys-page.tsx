import {
  Alert,
  Anchor,
  Badge,
  Button,
  Code,
  Group,
  Modal,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { apiKeysQuery, keyOf } from "../../api/queries.ts";
import type { ApiKey } from "../../api/types.ts";
import { Copy } from "../../parts/copy.tsx";
import { ListPage } from "../../parts/list-page.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { ACTIONS, WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { EmptyState } from "../../shell/page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";
import { ROLE_NAMES } from "../../words/name-things.ts";

/** Settings > API keys. */
export function ApiKeysPage() {
  const { slug } = useAccount();
  const keys = useQuery(apiKeysQuery(slug));
  const [making, setMaking] = useState(false);
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <ListPage
      title="API keys"
      about={
        <>
          For programs that read or change this account.{" "}
          <Anchor href="/api/docs/" inherit underline="always">
            What the API can do
          </Anchor>
        </>
      }
      list={keys}
      add={add}
      empty={
        <EmptyState icon={IconKey} title="No keys yet" action={add}>
          A key lets a program do what its role may. It can be taken back at any time.
        </EmptyState>
      }
      show={(shown) => <KeyTable keys={shown} />}
    >
      {making && <MakeKey onClose={() => setMaking(false)} />}
    </ListPage>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { slug, times } = useAccount();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const remove = async (key: ApiKey) => {
    try {
      await ask(accountPath(slug, `/api-keys/${key.id}`), { method: "DELETE" });
      tell("The key is taken back. It opens nothing any more.");
      setLeaving(null);
      await queries.invalidateQueries({ queryKey: keyOf(slug, "api-keys") });
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <>
      <WideTable label="API keys" minWidth={560} headings={["Label", "Begins with", "Role", "Made", ACTIONS]}>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td>{key.label ?? "no label"}</Table.Td>
            <Table.Td>
              <Code>{key.hint}</Code>
            </Table.Td>
            <Table.Td>
              <Badge color="gray">{ROLE_NAMES[key.role]}</Badge>
            </Table.Td>
            <Table.Td className="number">{times.dateTime(key.createdAt)}</Table.Td>
            <Table.Td ta="right">
              <Button size="xs" variant="subtle" color="red" onClick={() => setLeaving(key)}>
                Take back
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </WideTable>
      {leaving !== null && (
        <Modal opened onClose={() => setLeaving(null)} title={`Take back ${leaving.label ?? leaving.hint}?`}>
          <Stack>
            <Text size="sm">Programs that use this key stop working at once. This can't be undone.</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setLeaving(null)} data-autofocus>
                Keep it
              </Button>
              <Button color="red.9" onClick={() => void remove(leaving)}>
                Take back
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}

function MakeKey({ onClose }: { onClose: () => void }) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({ initialValues: { label: "", role: "member" } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((body) =>
    run(async () => {
      const answer = await ask<{ key: string }>(accountPath(slug, "/api-keys"), { method: "POST", body });
      setMade(answer.key);
      await queries.invalidateQueries({ queryKey: keyOf(slug, "api-keys") });
    }),
  );
  if (made !== null) {
    return (
      <Modal opened onClose={onClose} title="Your new key" size="lg">
        <Stack>
          <Alert>Copy it now: it is not shown again.</Alert>
          <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
            {made}
          </Code>
          <Group justify="flex-end">
            <Copy text={made} />
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title="Make a key">
      <form onSubmit={send}>
        <Stack>
          {shown}
          <TextInput
            label="Label"
            placeholder="CRM sync"
            description="So that you know later what uses it."
            data-autofocus
            {...form.getInputProps("label")}
          />
          <Select
            label="Role"
            allowDeselect={false}
            data={Object.entries(ROLE_NAMES).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps("role")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Make a key
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
