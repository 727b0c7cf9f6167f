import { Button, Menu, Text } from "@mantine/core";
import { IconBuildingStore, IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { ROLE_NAMES } from "../words/name-things.ts";
import { useAccount } from "./account-context.ts";

/** Which account is shown; whoever works for several switches here. */
export function AccountSwitcher() {
  const account = useAccount();
  const accounts = useQuery(meQuery).data?.accounts ?? [];
  if (accounts.length < 2) {
    return (
      <Text fw={600} size="sm" truncate maw={260}>
        {account.name}
      </Text>
    );
  }
  return (
    <Menu width={280} position="bottom-start" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconBuildingStore size={16} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`Account: ${account.name}. Switch account`}
        >
          {account.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: "auto" }}>
        <Menu.Label>Accounts</Menu.Label>
        {accounts.map((one) => (
          <Menu.Item
            key={one.slug}
            component={Link}
            to={`/a/${one.slug}/calls`}
            rightSection={one.slug === account.slug ? <IconCheck size={16} aria-label="shown now" /> : null}
          >
            {one.name}
            <Text size="xs" c="dimmed">
              {ROLE_NAMES[one.role]}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
