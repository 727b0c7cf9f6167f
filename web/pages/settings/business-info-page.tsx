import { Card, SimpleGrid, Stack, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "../../api/queries.ts";
import type { Account } from "../../api/types.ts";
import { CountrySelect, TimezoneSelect } from "../../parts/place-fields.tsx";
import { PhoneInput } from "../../parts/routing-fields.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

/** Settings > Business Info > Company Data. */
export function BusinessInfoPage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page
      title="Business Info"
      about="Your company's data. The company phone is the last human resort of every call."
    >
      {account.isPending && <WaitingRows />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <CompanyData account={account.data} />}
    </Page>
  );
}

function CompanyData({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf: (item) => ({
      name: item?.name ?? "",
      country: item?.country ?? "",
      timezone: item?.timezone ?? "",
      companyPhone: item?.companyPhone ?? "",
    }),
    fieldsOf: (values) => ({ ...values, companyPhone: orNull(values.companyPhone.trim()) }),
    done: "The company data is updated.",
  });
  return (
    <Card maw={720} component="section" aria-label="Company Data">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2}>Company Data</Title>
          {notice}
          <TextInput label="Company name" required {...form.getInputProps("name")} />
          <PhoneInput
            label="Company phone"
            description="Rung when neither a staff member nor a forwarding number answers."
            {...form.getInputProps("companyPhone")}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <CountrySelect
              required
              description="Phones are read and shown as people write them there."
              {...form.getInputProps("country")}
            />
            <TimezoneSelect
              required
              description="Times are shown in this zone."
              {...form.getInputProps("timezone")}
            />
          </SimpleGrid>
          {footer()}
        </Stack>
      </form>
    </Card>
  );
}
