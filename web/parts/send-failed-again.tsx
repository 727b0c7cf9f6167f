import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

const WEEK_MS = 7 * 86_400_000;

/** Sends everything again that was given up in the last seven days: of one webhook, or of people. */
export function SendFailedAgain(props: {
  webhook?: string;
  channel?: string | undefined;
  size?: "xs" | "sm";
}) {
  const { webhook, channel, size = "sm" } = props;
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      const since = new Date(Date.now() - WEEK_MS).toISOString();
      const body = { since, ...(webhook && { webhook }), ...(channel && { channel }) };
      const { resent } = await ask<{ resent: number }>(accountPath(slug, "/notices/resend"), {
        method: "POST",
        body,
      });
      tell(resent === 0 ? "Nothing failed in the last seven days." : `${resent} are being sent again.`);
      await queries.invalidateQueries({ queryKey: keyOf(slug, "notices") });
    } catch (error) {
      tellTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size={size} variant="default" loading={busy} onClick={() => void send()}>
      Send failed ones again
    </Button>
  );
}
