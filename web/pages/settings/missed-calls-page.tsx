import { Card, NumberInput, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { DEFAULT_CALLBACKS } from "../../../callbacks/callback-settings.ts";
import { DEFAULT_TEXT_BACK, type TextBackSettings } from "../../../messages/text-back-settings.ts";
import { accountQuery } from "../../api/queries.ts";
import type { Account } from "../../api/types.ts";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { OptOuts } from "./opt-outs.tsx";
import { TextBackFields } from "./text-back-fields.tsx";

/** Settings > Missed Calls: what happens after a call that nobody answered. */
export function MissedCallsPage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page
      title="Missed Calls"
      about="What happens after a call that nobody answered: a text to the caller, and who has to call back."
    >
      {account.isPending && <WaitingRows />}
      {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
      {account.data && <MissedCallsForm account={account.data} />}
      <OptOuts />
    </Page>
  );
}

const valuesOf = (item: Account | null) => {
  const { ignoreShorterThanSeconds, escalateAfterMinutes } = item?.callbacks ?? DEFAULT_CALLBACKS;
  return {
    textBack: (item?.textBack ?? DEFAULT_TEXT_BACK) as TextBackSettings,
    callbacks: {
      ignoreShorterThanSeconds,
      escalateAfterMinutes: (escalateAfterMinutes ?? "") as number | "",
    },
  };
};

function MissedCallsForm({ account }: { account: Account }) {
  const { form, submit, footer, notice } = useEditor({
    section: "account",
    item: account,
    valuesOf,
    fieldsOf: ({ textBack, callbacks }) => ({
      textBack,
      callbacks: { ...callbacks, escalateAfterMinutes: orNull(callbacks.escalateAfterMinutes) },
    }),
    done: "Missed calls are updated.",
  });
  return (
    <form onSubmit={submit}>
      <Stack maw={820}>
        {notice}
        <TextBackFields
          value={form.values.textBack}
          onChange={(change) => form.setFieldValue("textBack", { ...form.values.textBack, ...change })}
          errors={form.errors}
        />
        <Card component="section" aria-label="Callbacks">
          <Stack>
            <Title order={2}>Callbacks</Title>
            <NumberInput
              label="Ignore callers who hang up within"
              description="Whoever hangs up sooner has probably dialled wrongly: no callback, and no text."
              min={0}
              max={60}
              suffix=" s"
              allowDecimal={false}
              required
              {...form.getInputProps("callbacks.ignoreShorterThanSeconds")}
            />
            <NumberInput
              label="To the next person after"
              description="Minutes in which you are open, without anybody having talked to the caller. Then it goes to the number's user, and on down the line that is set under My Staff. Empty: it stays. Holds for callbacks from then on."
              placeholder="It stays with whom it is"
              min={1}
              max={10_080}
              suffix=" min"
              allowDecimal={false}
              {...form.getInputProps("callbacks.escalateAfterMinutes")}
            />
          </Stack>
        </Card>
        {footer()}
      </Stack>
    </form>
  );
}
