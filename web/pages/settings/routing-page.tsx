import { Card, NumberInput, Radio, SimpleGrid, Stack, Switch, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "../../api/queries.ts";
import type { Account, Rung } from "../../api/types.ts";
import { GreetingField } from "../../parts/greeting-field.tsx";
import { LadderEditor } from "../../parts/ladder-editor.tsx";
import { CallerIdSelect, RingSeconds } from "../../parts/routing-fields.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { IF_NOBODY_ANSWERS_NAMES } from "../../words/name-things.ts";

/** Settings > Routing: what holds for every number that does not say otherwise. */
export function RoutingPage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page title="Routing" about="How calls are routed, for every number that does not say otherwise itself.">
      {account.isPending && <WaitingRows />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <RoutingForm account={account.data} />}
    </Page>
  );
}

const valuesOf = (item: Account | null) => ({
  ladder: (item?.ladder ?? []) as Rung[],
  ringSeconds: (item?.ringSeconds ?? "") as number | "",
  ringBudgetSeconds: item?.ringBudgetSeconds ?? 60,
  ifNobodyAnswers: item?.ifNobodyAnswers ?? "next",
  screening: item?.screening ?? { staff: true, forwarding: true, company: false },
  callerId: item?.callerId ?? "caller",
  greeting: item?.greeting ?? "",
  deleteRecordingsAtCarrier: item?.deleteRecordingsAtCarrier ?? false,
});

function RoutingForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => ({
      ...values,
      ringSeconds: orNull(values.ringSeconds),
      greeting: orNull(values.greeting.trim()),
    }),
    done: "Routing is updated.",
  });
  return (
    <form onSubmit={submit}>
      <Stack maw={820}>
        {notice}
        <Card component="section" aria-label="Default ladder">
          <Title order={2} mb="sm">
            Default ladder
          </Title>
          <LadderEditor
            label="Rungs, in the order in which they are tried"
            value={form.values.ladder}
            onChange={(ladder) => form.setFieldValue("ladder", ladder)}
            error={form.errors.ladder as string | undefined}
          />
        </Card>
        <Card component="section" aria-label="Ringing">
          <Stack>
            <Title order={2}>Ringing</Title>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <RingSeconds
                description="Of each leg. Without it: 20 s."
                placeholder="20 s"
                {...form.getInputProps("ringSeconds")}
              />
              <NumberInput
                label="Total ring budget"
                description="No call rings longer than this in all; legs are cut."
                min={5}
                max={600}
                suffix=" s"
                allowDecimal={false}
                required
                {...form.getInputProps("ringBudgetSeconds")}
              />
            </SimpleGrid>
            <Radio.Group
              label="If nobody answers"
              description="After the first phone that nobody answers."
              {...form.getInputProps("ifNobodyAnswers")}
            >
              <Stack gap="xs" mt="xs">
                {Object.entries(IF_NOBODY_ANSWERS_NAMES).map(([value, label]) => (
                  <Radio key={value} value={value} label={label} />
                ))}
              </Stack>
            </Radio.Group>
            <CallerIdSelect {...form.getInputProps("callerId")} />
          </Stack>
        </Card>
        <Card component="section" aria-label="Screening">
          <Stack gap="sm">
            <Title order={2}>Screening</Title>
            <Switch
              label="Staff members' phones"
              description="Only the accept key connects: a cell phone's own voicemail never takes a call."
              {...form.getInputProps("screening.staff", { type: "checkbox" })}
            />
            <Switch
              label="Forwarding numbers"
              {...form.getInputProps("screening.forwarding", { type: "checkbox" })}
            />
            <Switch
              label="Company phone"
              {...form.getInputProps("screening.company", { type: "checkbox" })}
            />
          </Stack>
        </Card>
        <Card component="section" aria-label="Voicemail">
          <Stack>
            <Title order={2}>Voicemail</Title>
            <GreetingField
              without="You have reached … Nobody can take your call right now."
              {...form.getInputProps("greeting")}
            />
            <Switch
              label="Delete recordings at the carrier"
              description="Once a message is kept here, the carrier's own copy is deleted."
              {...form.getInputProps("deleteRecordingsAtCarrier", { type: "checkbox" })}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
