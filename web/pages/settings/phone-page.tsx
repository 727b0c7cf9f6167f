import { Card, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "../../api/queries.ts";
import type { Account } from "../../api/types.ts";
import { NumberSelect } from "../../parts/people-select.tsx";
import { useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

/** Settings > Phone. */
export function PhonePage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page title="Phone" about="The number that texts and calls to leads come from.">
      {account.isPending && <WaitingRows rows={3} />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <DefaultOutboundNumber account={account.data} />}
    </Page>
  );
}

function DefaultOutboundNumber({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf: (item) => ({ defaultOutboundNumber: (item?.defaultOutboundNumber ?? null) as string | null }),
    fieldsOf: (values) => values,
    done: "The default outbound number is updated.",
  });
  return (
    <Card maw={720} component="section" aria-label="Outbound">
      <form onSubmit={submit}>
        <Stack>
          <Title order={2}>Outbound</Title>
          {notice}
          <NumberSelect
            by="number"
            clearable
            label="Default outbound number"
            description="Used where neither the staff member nor the lead has a number of their own."
            placeholder="None yet"
            {...form.getInputProps("defaultOutboundNumber")}
          />
          {footer()}
        </Stack>
      </form>
    </Card>
  );
}
