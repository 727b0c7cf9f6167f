import {
  ActionIcon,
  AppShell,
  Box,
  Burger,
  Group,
  Kbd,
  NavLink,
  ScrollArea,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { IconPhone, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { meQuery } from "../api/queries.ts";
import { AccountProvider, useAccount } from "./account-context.ts";
import { AccountSwitcher } from "./account-switcher.tsx";
import { Brand } from "./brand.tsx";
import { CallbackCount } from "./callback-count.tsx";
import { ColourScheme } from "./colour-scheme.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { Dialer } from "./dialer/dialer.tsx";
import { useDialer } from "./dialer-context.ts";
import { PLACES, type Place, placeAddress, SETTINGS } from "./navigation.ts";
import { PersonMenu } from "./person-menu.tsx";
import { UnreadCount } from "./unread-count.tsx";

/** The frame of every page of an account. */
export function AccountFrame() {
  const { slug } = useParams({ from: "/a/$slug" });
  const account = useQuery(meQuery).data?.accounts.find((one) => one.slug === slug);
  if (account === undefined) return null;
  return (
    <AccountProvider value={account}>
      <Dialer key={account.slug}>
        <Frame />
      </Dialer>
    </AccountProvider>
  );
}

function Frame() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever another page is shown.
  useEffect(close, [pathname]);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 236, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <a href="#main" className="skip">
        Skip to the page
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="md" wrap="nowrap" miw={0}>
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? "Close the menu" : "Open the menu"}
              aria-expanded={opened}
            />
            <Brand />
            <Box ml={{ base: 0, sm: 40 }} miw={0}>
              <AccountSwitcher />
            </Box>
          </Group>
          <Group gap={6} wrap="nowrap">
            <DialButton />
            <SearchButton />
            <ColourScheme />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label="Pages">
        <ScrollArea p="sm" type="auto">
          <Navigation />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Box maw={1180} mx="auto">
          <Outlet />
        </Box>
      </AppShell.Main>
      <CommandPalette />
    </AppShell>
  );
}

function Navigation() {
  const { may } = useAccount();
  const settings = SETTINGS.filter(({ needs }) => may(needs));
  return (
    <>
      {PLACES.filter(({ needs }) => may(needs)).map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
      <Text size="xs" fw={600} c="dimmed" mt="lg" mb={4} px={12}>
        Settings
      </Text>
      {settings.map((place) => (
        <PlaceLink key={place.to} place={place} />
      ))}
    </>
  );
}

function PlaceLink({ place }: { place: Place }) {
  const { slug } = useAccount();
  const { pathname } = useLocation();
  const address = placeAddress(slug, place.to);
  const here = pathname === address || pathname.startsWith(`${address}/`);
  const Picture = place.icon;
  return (
    <NavLink
      component={Link}
      to={address}
      label={place.label}
      active={here}
      aria-current={here ? "page" : undefined}
      leftSection={<Picture size={18} stroke={1.7} aria-hidden />}
      rightSection={countOf(place.to)}
      style={{ borderRadius: "var(--mantine-radius-md)" }}
      mb={2}
      py={7}
    />
  );
}

/** What waits on a page, beside its name. */
function countOf(to: string) {
  if (to === "callbacks") return <CallbackCount />;
  return to === "conversations" ? <UnreadCount /> : undefined;
}

function DialButton() {
  const { may } = useAccount();
  const { open, busy } = useDialer();
  if (!may("calls:place")) return null;
  return (
    <Tooltip label="Call a number">
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Call a number"
        disabled={busy}
        onClick={open}
      >
        <IconPhone size={20} />
      </ActionIcon>
    </Tooltip>
  );
}

function SearchButton() {
  return (
    <>
      <UnstyledButton
        visibleFrom="sm"
        onClick={() => spotlight.open()}
        px="sm"
        h={36}
        style={{ border: "1px solid var(--rr-line)", borderRadius: "var(--mantine-radius-md)" }}
      >
        <Group gap="xs" wrap="nowrap">
          <IconSearch size={16} aria-hidden />
          <Text size="sm" c="dimmed">
            Search
          </Text>
          <Kbd size="xs">Ctrl K</Kbd>
        </Group>
      </UnstyledButton>
      <Tooltip label="Search">
        <ActionIcon
          hiddenFrom="sm"
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Search"
          onClick={() => spotlight.open()}
        >
          <IconSearch size={20} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
