import { Button, type ButtonProps } from "@mantine/core";
import { IconMessage } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useAccount } from "../shell/account-context.ts";

/** Opens the conversation with somebody, to write to them. */
export function TextButton({
  to: { lead, phone, name },
  ...props
}: { to: { lead: string | undefined; phone: string; name: string } } & ButtonProps) {
  const { slug, may } = useAccount();
  if (!may("texts:send")) return null;
  const id = lead === undefined ? `phone:${phone}` : `lead:${lead}`;
  return (
    <Button
      variant="default"
      leftSection={<IconMessage size={16} aria-hidden />}
      {...props}
      renderRoot={(link) => (
        <Link
          {...link}
          to="/a/$slug/conversations"
          params={{ slug }}
          search={{ id }}
          aria-label={`Text ${name}`}
        />
      )}
    >
      Text
    </Button>
  );
}
