import { Card, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Holiday, WeeklyHours } from "../../../hours/weekly-hours.ts";
import { accountQuery } from "../../api/queries.ts";
import type { Account, Rung } from "../../api/types.ts";
import { HolidaysEditor } from "../../parts/holidays-editor.tsx";
import { HoursEditor } from "../../parts/hours-editor.tsx";
import { LadderEditor } from "../../parts/ladder-editor.tsx";
import { PhoneInput } from "../../parts/routing-fields.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

/** Settings > Hours: when the business is open, and where calls go while it is closed. */
export function HoursPage() {
  const { slug, timezone } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page
      title="Hours"
      about={`When your business is open, and where calls go while it is closed. Times are those of ${timezone}.`}
    >
      {account.isPending && <WaitingRows />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <HoursForm account={account.data} />}
    </Page>
  );
}

const valuesOf = (item: Account | null) => ({
  hours: (item?.hours ?? null) as WeeklyHours | null,
  holidays: (item?.holidays ?? []) as Holiday[],
  closedLadder: (item?.closedLadder ?? []) as Rung[],
  onCallPhone: item?.onCallPhone ?? "",
});

function HoursForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => ({ ...values, onCallPhone: orNull(values.onCallPhone.trim()) }),
    done: "Hours are updated.",
  });
  const { hours, holidays, closedLadder } = form.values;
  return (
    <form onSubmit={submit}>
      <Stack maw={820}>
        {notice}
        <Card component="section" aria-label="Business hours">
          <Title order={2} mb="sm">
            Business hours
          </Title>
          <HoursEditor
            label="Open"
            description="For every number without hours of its own. A span may cross midnight: it belongs to the day it begins."
            unset="Always open"
            value={hours}
            onChange={(next) => form.setFieldValue("hours", next)}
            errors={form.errors}
          />
        </Card>
        <Card component="section" aria-label="Holidays">
          <Title order={2} mb="sm">
            Holidays
          </Title>
          <HolidaysEditor
            value={holidays}
            onChange={(next) => form.setFieldValue("holidays", next)}
            errors={form.errors}
          />
        </Card>
        <Card component="section" aria-label="While closed">
          <Stack>
            <Title order={2}>While closed</Title>
            {closedLadder.length === 0 && (
              <Text size="sm">
                Callers go straight to voicemail. Switch on a rung to ring somebody first.
              </Text>
            )}
            <LadderEditor
              label="Ladder while closed"
              value={closedLadder}
              onChange={(next) => form.setFieldValue("closedLadder", next)}
              error={form.errors.closedLadder as string | undefined}
            />
            <PhoneInput
              label="On-call phone"
              description="Rung where a ladder has the on-call phone as a rung. Screened as forwarding numbers are."
              {...form.getInputProps("onCallPhone")}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
