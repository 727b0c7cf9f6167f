import { Button, Group, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";

export function FirstStaffMember({ slug, onDone }: { slug: string; onDone: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { name: "", email: "", phone: "" } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((values) =>
    run(async () => {
      await ask(accountPath(slug, "/staff"), { method: "POST", body: values });
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      onDone();
    }),
  );
  return (
    <form onSubmit={send}>
      <Stack>
        {shown}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Name" placeholder="Dana" required {...form.getInputProps("name")} />
          <TextInput
            label="E-mail"
            type="email"
            placeholder="dana@acme.test"
            description="They can be invited to sign in later."
            inputWrapperOrder={["label", "input", "description", "error"]}
            required
            {...form.getInputProps("email")}
          />
        </SimpleGrid>
        <TextInput
          label="Phone"
          type="tel"
          description="The phone that rings: a cell phone, a desk phone."
          {...form.getInputProps("phone")}
        />
        <Group justify="space-between">
          <Button variant="subtle" onClick={onDone}>
            Skip for now
          </Button>
          <Button type="submit" loading={busy}>
            Add staff member
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
