import { Button, Card, NumberInput, Stack, Switch, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountQuery } from "../../api/queries.ts";
import type { Account } from "../../api/types.ts";
import { type Group, GroupEditor } from "../../parts/group-editor.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

/** Settings > Ring Groups: staff members who are rung as one rung of a ladder. */
export function RingGroupsPage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page
      title="Ring Groups"
      about="Staff members who are rung as one rung: all at once, or one after the other. A group rings where a ladder or a menu names it."
    >
      {account.isPending && <WaitingRows />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <GroupsForm account={account.data} />}
    </Page>
  );
}

const valuesOf = (item: Account | null) => ({
  groups: (item?.groups ?? []).map(
    (group): Group => ({ ...group, members: [...group.members], ringSeconds: group.ringSeconds ?? "" }),
  ),
  skipBusy: item?.skipBusy ?? true,
  lastContactDays: item?.lastContactDays ?? 30,
});

function GroupsForm({ account }: { account: Account }) {
  const { may } = useAccount();
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => ({
      ...values,
      groups: values.groups.map((group) => ({
        ...group,
        id: group.id || idFrom(group.name),
        name: group.name.trim(),
        ringSeconds: orNull(group.ringSeconds),
      })),
    }),
    done: "Ring groups are updated.",
  });
  const { groups } = form.values;
  const stored = new Set(account.groups.map(({ id }) => id));
  // A name that is typed is not yet an id: what a group is told by must stay while it is typed.
  const [keys, setKeys] = useState(() => groups.map(() => crypto.randomUUID()));
  const set = (next: Group[]) => form.setFieldValue("groups", next);
  return (
    <form onSubmit={submit}>
      <Stack maw={820}>
        {notice}
        {groups.length === 0 && (
          <Text size="sm">
            There is no group yet. Make one of the people who can take the same calls, then switch it on in a
            ladder under Routing or Phone Numbers.
          </Text>
        )}
        {groups.map((group, index) => (
          <GroupEditor
            key={keys[index] ?? index}
            value={group}
            isNew={!stored.has(group.id)}
            onChange={(next) => set(groups.map((one, place) => (place === index ? next : one)))}
            onRemove={() => {
              set(groups.filter((_, place) => place !== index));
              setKeys(keys.filter((_, place) => place !== index));
            }}
            errors={form.errors}
            path={`groups.${index}`}
          />
        ))}
        {may("account:write") && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => {
              set([...groups, { id: "", name: "", order: "together", members: [], ringSeconds: "" }]);
              setKeys([...keys, crypto.randomUUID()]);
            }}
          >
            Add group
          </Button>
        )}
        <Card component="section" aria-label="People in general">
          <Stack>
            <Title order={2}>People in general</Title>
            <Switch
              label="Pass over who is on a call"
              description="Also outside of groups: the next phone rings at once, and the explanation says so."
              {...form.getInputProps("skipBusy", { type: "checkbox" })}
            />
            <NumberInput
              label="Last contact counts for"
              description="For the rung that rings whoever last talked or wrote to the lead."
              min={1}
              max={365}
              suffix=" days"
              allowDecimal={false}
              {...form.getInputProps("lastContactDays")}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}

/** The id of a new group: its name in small letters, digits and hyphens. */
function idFrom(name: string): string {
  const plain = name.normalize("NFD").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}
