import { Button, Card, FileButton, Group, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf, optOutsQuery } from "../../api/queries.ts";
import type { OptOut } from "../../api/types.ts";
import { PhoneInput } from "../../parts/routing-fields.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { ACTIONS, WideTable } from "../../parts/wide-table.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { tell, tellTrouble } from "../../shell/toast.ts";

const SOURCES: Record<OptOut["source"], string> = {
  text: "Texted it",
  carrier: "Told the carrier",
  person: "Entered here",
};

/** Who wants no texts, whatever they are about. */
export function OptOuts() {
  const { slug, phone, times } = useAccount();
  const queries = useQueryClient();
  const [search, setSearch] = useState("");
  const [searched] = useDebouncedValue(search, 250);
  const found = useInfiniteQuery(optOutsQuery(slug, searched));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const again = () => queries.invalidateQueries({ queryKey: keyOf(slug, "opt-outs") });
  const form = useForm({ initialValues: { phone: "", reason: "" } });
  const refusal = useRefusal(form);
  const add = ({ phone: written, reason }: { phone: string; reason: string }) =>
    refusal.run(async () => {
      await ask(accountPath(slug, "/opt-outs"), { method: "POST", body: { phone: written, reason } });
      form.reset();
      await again();
    });
  const bring = async (file: File | null) => {
    if (file === null) return;
    try {
      const done = await ask<{ added: number; known: number; refused: number }>(
        accountPath(slug, "/opt-outs/import"),
        { method: "POST", body: file },
      );
      const refused = done.refused === 0 ? "" : `, ${done.refused} rows without a phone`;
      tell(`${done.added} added, ${done.known} known already${refused}.`);
      await again();
    } catch (error) {
      tellTrouble(error);
    }
  };
  const lift = async (one: string) => {
    try {
      await ask(accountPath(slug, `/opt-outs/${encodeURIComponent(one)}`), { method: "DELETE" });
      tell(`${phone(one)} may be texted again.`);
      await again();
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <Card component="section" aria-label="Who wants no texts" maw={820}>
      <Stack>
        <div>
          <Title order={2}>Who wants no texts</Title>
          <Text size="sm" c="dimmed">
            Whoever texts STOP is here by themselves, and leaves with START.
          </Text>
        </div>
        <form onSubmit={form.onSubmit((values) => void add(values))}>
          <Group align="flex-end" gap="xs">
            <PhoneInput label="Phone" {...form.getInputProps("phone")} />
            <TextInput
              label="Reason"
              placeholder="Said so on the phone"
              maxLength={200}
              {...form.getInputProps("reason")}
            />
            <Button
              type="submit"
              variant="default"
              loading={refusal.busy}
              disabled={form.values.phone === ""}
            >
              Add
            </Button>
          </Group>
          {refusal.shown}
        </form>
        <Group justify="space-between" align="flex-end" gap="xs">
          <TextInput
            label="Find"
            placeholder="Part of it"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Group gap="xs">
            <FileButton accept=".csv,text/csv" onChange={(file) => void bring(file)}>
              {(button) => (
                <Button {...button} variant="default" size="xs">
                  Import CSV
                </Button>
              )}
            </FileButton>
            <Button
              component="a"
              href={accountPath(slug, "/opt-outs/export.csv")}
              download
              variant="default"
              size="xs"
            >
              Export CSV
            </Button>
          </Group>
        </Group>
        {found.isError && <CouldNotRead error={found.error} again={found.refetch} />}
        {items.length > 0 && (
          <WideTable
            label="Phones that want no texts"
            minWidth={460}
            headings={["Phone", "Since", "How", ACTIONS]}
          >
            {items.map(({ phone: one, since, source, said }) => (
              <Table.Tr key={one}>
                <Table.Td className="number">{phone(one)}</Table.Td>
                <Table.Td>{times.dateTime(since)}</Table.Td>
                <Table.Td>
                  {source === "text" && said !== null
                    ? `Texted “${said}”`
                    : [SOURCES[source], said].filter((word) => word !== null).join(": ")}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => void lift(one)}
                    aria-label={`Text ${phone(one)} again`}
                  >
                    Text again
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </WideTable>
        )}
        {found.hasNextPage && (
          <Button
            variant="default"
            onClick={() => void found.fetchNextPage()}
            loading={found.isFetchingNextPage}
          >
            Show more
          </Button>
        )}
      </Stack>
    </Card>
  );
}
