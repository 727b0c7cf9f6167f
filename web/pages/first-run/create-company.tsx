import { Alert, Button, Divider, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { meQuery } from "../../api/queries.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { CountrySelect, guessPlace, TimezoneSelect } from "../../parts/place-fields.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";

/** The company and its owner, in one go. */
export function CreateCompany({ token, onDone }: { token: string; onDone: (slug: string) => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: {
      account: { name: "", companyPhone: "", ...guessPlace() },
      owner: { name: "", email: "", password: "", phone: "" },
    },
    validate: { owner: { password: checkPassword } },
  });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((values) =>
    run(async () => {
      const { slug } = await ask<{ slug: string }>("/api/v1/first-run", {
        method: "POST",
        body: { token, ...values },
      });
      await queries.resetQueries(meQuery);
      onDone(slug);
    }),
  );
  if (token === "") {
    return (
      <Alert color="orange" title="This address is not complete">
        Open the whole link that <b>npm start</b> printed in the terminal. Each start prints a new one until
        somebody has used it.
      </Alert>
    );
  }
  return (
    <form onSubmit={send}>
      <Stack>
        {shown}
        <TextInput
          label="Company name"
          placeholder="Acme Roofing"
          autoComplete="organization"
          required
          {...form.getInputProps("account.name")}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <CountrySelect required {...form.getInputProps("account.country")} />
          <TimezoneSelect required {...form.getInputProps("account.timezone")} />
        </SimpleGrid>
        <TextInput
          label="Company phone"
          description="Rung last, when nobody else can be. It can be set later."
          type="tel"
          autoComplete="off"
          {...form.getInputProps("account.companyPhone")}
        />
        <Divider label="You, the owner" labelPosition="left" mt="xs" />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="Your name" autoComplete="name" required {...form.getInputProps("owner.name")} />
          <TextInput
            label="Your e-mail"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("owner.email")}
          />
        </SimpleGrid>
        <NewPassword {...form.getInputProps("owner.password")} />
        <Button type="submit" loading={busy}>
          Create company
        </Button>
        <Text size="xs" c="dimmed">
          Everything stays on this server.
        </Text>
      </Stack>
    </form>
  );
}
