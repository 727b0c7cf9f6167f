import {
  Button,
  Card,
  Group,
  MultiSelect,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { accountPath, ask } from "../../../api/ask.ts";
import type { LeadImport } from "../../../api/types.ts";
import { useRefusal } from "../../../parts/use-refusal.tsx";
import { useAccount } from "../../../shell/account-context.ts";

type Props = { uploaded: LeadImport; onBack: () => void; onStarted: () => void };

/** What one column at the most may hold. */
type OneColumn = "name" | "assignedTo" | "blocked" | "consentSource" | "consentAt";

/** Which column is what, with the first rows as they would be read. */
export function MatchColumns({ uploaded, onBack, onStarted }: Props) {
  const { slug } = useAccount();
  const { suggested, columns } = uploaded;
  const form = useForm({
    initialValues: {
      name: suggested.name,
      phones: suggested.phones,
      assignedTo: suggested.assignedTo,
      blocked: suggested.blocked,
      consentSource: suggested.consentSource ?? null,
      consentAt: suggested.consentAt ?? null,
      ifThere: "update",
    },
    validate: {
      phones: (value) => (value.length === 0 ? "Which columns hold phones?" : null),
    },
  });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit(({ ifThere, ...chosen }) =>
    run(async () => {
      await ask(accountPath(slug, `/leads/imports/${uploaded.id}/start`), {
        method: "POST",
        body: { columns: chosen, ifThere },
      });
      onStarted();
    }),
  );
  const column = (field: OneColumn, label: string, description?: string) => (
    <Select
      label={label}
      description={description}
      placeholder="No such column"
      clearable
      data={columns}
      {...form.getInputProps(field)}
    />
  );
  return (
    <form onSubmit={send}>
      <Stack>
        <Card component="section" aria-label="Columns">
          <Stack>
            <Title order={2}>Which column is what?</Title>
            {shown}
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              {column("name", "Name")}
              <MultiSelect label="Phones" required data={columns} {...form.getInputProps("phones")} />
              {column("assignedTo", "Assigned to", "The staff member's e-mail or name.")}
              {column("blocked", "Blocked", "Yes or no.")}
              {column("consentSource", "Agreed to texts", "How we know.")}
              {column("consentAt", "Agreed on", "A date such as 2026-05-04.")}
            </SimpleGrid>
            <Radio.Group
              label="If a lead with this phone is there already"
              {...form.getInputProps("ifThere")}
            >
              <Group mt="xs">
                <Radio value="update" label="Update it" />
                <Radio value="skip" label="Leave it as it is" />
              </Group>
            </Radio.Group>
          </Stack>
        </Card>
        <Card component="section" aria-label="Preview" padding={0}>
          <Title order={2} p="lg" pb="xs">
            The first of {uploaded.rows.toLocaleString()} rows
          </Title>
          <Table.ScrollContainer minWidth={520} type="native" tabIndex={0} aria-label="First rows">
            <Rows uploaded={uploaded} />
          </Table.ScrollContainer>
        </Card>
        <Group justify="flex-end">
          <Button variant="default" onClick={onBack}>
            Choose another file
          </Button>
          <Button type="submit" loading={busy}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Rows({ uploaded: { columns, preview } }: { uploaded: LeadImport }) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {preview.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else.
          <Table.Tr key={index}>
            {columns.map((column, place) => (
              <Table.Td key={column}>
                <Text size="sm">{row[place]}</Text>
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
