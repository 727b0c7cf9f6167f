import { ActionIcon, Avatar, Menu, Text } from "@mantine/core";
import { IconLogout, IconUser, IconUserFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../api/ask.ts";
import { meQuery } from "../api/queries.ts";
import { tellTrouble } from "./toast.ts";

export function PersonMenu() {
  const { data: me } = useQuery(meQuery);
  const person = me?.person;
  const signOut = async () => {
    try {
      await ask("/api/auth/sign-out", { method: "POST", body: {} });
      // A new page, so that nothing of this person stays in it: what was typed, what was read.
      window.location.assign("/sign-in");
    } catch (error) {
      tellTrouble(error);
    }
  };
  if (!person) return null;
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size="lg"
          radius="xl"
          aria-label={`${person.name}: profile and sign out`}
        >
          <Avatar size={30} radius="xl" color="ring" variant="filled" aria-hidden>
            <IconUserFilled size={16} />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {person.name}
          </Text>
          {person.email}
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} component={Link} to="/profile">
          Profile
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
