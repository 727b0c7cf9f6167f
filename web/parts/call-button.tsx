import { Button, type ButtonProps } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useAccount } from "../shell/account-context.ts";
import { type Called, useDialer } from "../shell/dialer-context.ts";

/** Calls somebody from the page: one's own phone rings first. */
export function CallButton({ called, ...props }: { called: Called } & ButtonProps) {
  const { may } = useAccount();
  const { call, busy } = useDialer();
  if (!may("calls:place")) return null;
  return (
    <Button
      leftSection={<IconPhone size={16} aria-hidden />}
      aria-label={`Call ${called.name}`}
      {...props}
      disabled={busy}
      onClick={() => call(called)}
    >
      Call
    </Button>
  );
}
