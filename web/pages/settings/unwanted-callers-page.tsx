import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "../../api/queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { Page } from "../../shell/page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";
import { BlockList } from "./unwanted/block-list.tsx";
import { HeldOffCallers } from "./unwanted/held-off-callers.tsx";
import { UnwantedForm } from "./unwanted/unwanted-form.tsx";

/** Settings > Unwanted callers: who hears a busy tone, and why. */
export function UnwantedCallersPage() {
  const { slug } = useAccount();
  const account = useQuery(accountQuery(slug));
  return (
    <Page
      title="Unwanted callers"
      about="Who hears a busy tone or goes straight to voicemail, whichever number they call."
    >
      <Stack maw={820}>
        <BlockList />
        <HeldOffCallers />
        {account.isPending && <WaitingRows />}
        {account.isError && <CouldNotRead error={account.error} again={account.refetch} />}
        {account.data && <UnwantedForm account={account.data} />}
      </Stack>
    </Page>
  );
}
