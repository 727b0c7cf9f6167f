import { Alert, Button, Divider, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask, explain } from "../../api/ask.ts";
import { meQuery } from "../../api/queries.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { CountrySelect, guessPlace, TimezoneSelect } from "../../parts/place-fields.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";

/** Accounts may be there already, from a settings file: then only their owner is missing. */
export function firstRunQuery(token: string) {
  return queryOptions({
    queryKey: ["first-run", token],
    queryFn: () => ask<{ accounts: { slug: string; name: string }[] }>(`/api/v1/first-run/${token}`),
    enabled: token !== "",
    // Once is enough: the link is used up by what is done with it here.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

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
  const link = useQuery(firstRunQuery(token));
  const there = link.data?.accounts ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const send = form.onSubmit((values) =>
    run(async () => {
      const { slug } = await ask<{ slug: string }>("/api/v1/first-run", {
        method: "POST",
        body: {
          token,
          account: there.length > 0 ? { slug: chosen ?? there[0]?.slug } : values.account,
          owner: values.owner,
        },
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
  if (link.isError) {
    return (
      <Alert color="orange" title="This link does not work">
        {explain(link.error)}
      </Alert>
    );
  }
  return (
    <form onSubmit={send}>
      <Stack>
        {shown}
        {there.length > 0 ? (
          <Select
            label="Company"
            allowDeselect={false}
            data={there.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={chosen ?? there[0]?.slug ?? null}
            onChange={setChosen}
          />
        ) : (
          <CompanyFields form={form} />
        )}
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
          {there.length > 0 ? "Create owner" : "Create company"}
        </Button>
        <Text size="xs" c="dimmed">
          Everything stays on this server.
        </Text>
      </Stack>
    </form>
  );
}

type CompanyForm = UseFormReturnType<{
  account: { name: string; companyPhone: string; country: string; timezone: string };
  owner: { name: string; email: string; password: string; phone: string };
}>;

function CompanyFields({ form }: { form: CompanyForm }) {
  return (
    <>
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
    </>
  );
}
