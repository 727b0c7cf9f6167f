import { Card, NumberInput, Stack, TagsInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { DEFAULT_DISPOSITIONS, DEFAULT_OUTBOUND } from "../../../outbound/outbound-settings.ts";
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
    <Page
      title="Phone"
      about="The number that texts and calls to leads come from, how much may be called, and what calls can come to."
    >
      {account.isPending && <WaitingRows rows={3} />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <PhoneForm account={account.data} />}
    </Page>
  );
}

const valuesOf = (item: Account | null) => {
  const { callsPerHour, callsPerDay, maxMinutes, textsPerDay } = item?.outbound ?? DEFAULT_OUTBOUND;
  return {
    defaultOutboundNumber: (item?.defaultOutboundNumber ?? null) as string | null,
    outbound: { callsPerHour, callsPerDay, maxMinutes, textsPerDay },
    dispositions: [...(item?.dispositions ?? DEFAULT_DISPOSITIONS)],
  };
};

function PhoneForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => values,
    done: "Calls and texts to leads are updated.",
  });
  const limit = { min: 0, allowDecimal: false, required: true } as const;
  const wrong = Object.entries(form.errors).find(([field]) => field.startsWith("dispositions"))?.[1];
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        {notice}
        <Card component="section" aria-label="Outbound">
          <Stack>
            <Title order={2}>Outbound</Title>
            <NumberSelect
              by="number"
              clearable
              label="Default outbound number"
              description="Used where neither the staff member nor the lead has a number of their own."
              placeholder="None yet"
              {...form.getInputProps("defaultOutboundNumber")}
            />
          </Stack>
        </Card>
        <Card component="section" aria-label="Calls from the app">
          <Stack>
            <Title order={2}>Calls from the app</Title>
            <NumberInput
              label="Calls an hour"
              description="How many each staff member may make."
              max={1_000}
              {...limit}
              {...form.getInputProps("outbound.callsPerHour")}
            />
            <NumberInput
              label="Calls a day"
              description="Within 24 hours, each staff member."
              max={10_000}
              {...limit}
              {...form.getInputProps("outbound.callsPerDay")}
            />
            <NumberInput
              label="Longest talk"
              description="Then the carrier ends it: a line that was forgotten costs money."
              suffix=" min"
              max={240}
              {...limit}
              min={1}
              {...form.getInputProps("outbound.maxMinutes")}
            />
            <TagsInput
              label="Dispositions"
              description="What calls can come to, in your words. Press Enter after each."
              acceptValueOnBlur
              splitChars={[]}
              maxTags={50}
              {...form.getInputProps("dispositions")}
              error={wrong}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
