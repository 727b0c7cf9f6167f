import { Card, NumberInput, Select, Stack, Textarea, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { DEFAULT_HELP, HELP_ANSWERS, type HelpAnswer, MAX_HELP } from "../../../messages/help-settings.ts";
import { DEFAULT_OUTBOUND } from "../../../outbound/outbound-settings.ts";
import { accountQuery } from "../../api/queries.ts";
import type { Account } from "../../api/types.ts";
import { useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { Templates } from "./templates.tsx";

/** Settings > Texts. */
export function TextsPage() {
  const { may } = useAccount();
  return (
    <Page title="Texts" about="Templates for texts to leads, and what whoever texts HELP is told.">
      <Stack maw={820}>
        <Templates />
        {may("account:read") && <AccountTexts />}
      </Stack>
    </Page>
  );
}

function AccountTexts() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <>
      {account.isPending && <WaitingRows rows={2} />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <TextsForm account={account.data} />}
    </>
  );
}

const ANSWERS: Record<HelpAnswer, string> = {
  ifCarrierDoesNot: "Unless the carrier does (Twilio answers HELP and INFO)",
  always: "Always",
  never: "Never",
};

const valuesOf = (item: Account | null) => {
  const { callsPerHour, callsPerDay, maxMinutes, textsPerDay } = item?.outbound ?? DEFAULT_OUTBOUND;
  const { answer, text } = item?.help ?? DEFAULT_HELP;
  return {
    help: { answer: answer as string, text },
    outbound: { callsPerHour, callsPerDay, maxMinutes, textsPerDay },
  };
};

function TextsForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: (values) => values,
    done: "Texts are updated.",
  });
  return (
    <form onSubmit={submit}>
      <Stack>
        {notice}
        <Card component="section" aria-label="Answer to HELP">
          <Stack>
            <Title order={2}>Answer to HELP</Title>
            <Select
              label="Answer"
              description="Whoever texts HELP or INFO must be told who writes to them."
              allowDeselect={false}
              data={HELP_ANSWERS.map((value) => ({ value, label: ANSWERS[value] }))}
              {...form.getInputProps("help.answer")}
            />
            <Textarea
              label="Words"
              description="May have {business} and {line}."
              autosize
              minRows={2}
              maxLength={MAX_HELP}
              required
              {...form.getInputProps("help.text")}
            />
          </Stack>
        </Card>
        <Card component="section" aria-label="Limit">
          <Stack>
            <Title order={2}>Limit</Title>
            <NumberInput
              label="Texts a day"
              description="How many each staff member may write within 24 hours. Campaigns are not counted."
              min={0}
              max={10_000}
              allowDecimal={false}
              required
              {...form.getInputProps("outbound.textsPerDay")}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
