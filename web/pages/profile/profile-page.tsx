import { Anchor, Box, Card, Container, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { meQuery } from "../../api/queries.ts";
import { Brand } from "../../shell/brand.tsx";
import { ColourScheme } from "../../shell/colour-scheme.tsx";
import { Page } from "../../shell/page.tsx";
import { PersonMenu } from "../../shell/person-menu.tsx";
import { ROLE_NAMES } from "../../words/name-things.ts";
import { ChangePassword } from "./change-password.tsx";
import { MyNotices } from "./my-notices.tsx";
import { Sessions } from "./sessions.tsx";
import { TwoFactor } from "./two-factor.tsx";

/** What one is told of, one's own password, second factor and sessions. */
export function ProfilePage() {
  const me = useQuery(meQuery).data;
  if (!me?.person) return null;
  return (
    <Box>
      <Group component="header" justify="space-between" p="md">
        <Anchor
          component={Link}
          to="/"
          underline="never"
          c="var(--mantine-color-text)"
          aria-label="Ringright: to the calls"
        >
          <Brand />
        </Anchor>
        <Group gap={6}>
          <ColourScheme />
          <PersonMenu />
        </Group>
      </Group>
      <Container component="main" id="main" size="sm" pb="xl">
        <Page title="Profile" about={`${me.person.name}, ${me.person.email}`}>
          <Card>
            <Stack gap="xs">
              <Title order={2}>Accounts</Title>
              {me.accounts.length === 0 && (
                <Text c="dimmed" size="sm">
                  You have no account to work with. Ask an owner to add you to theirs as a staff member.
                </Text>
              )}
              {me.accounts.map(({ slug, name, role }) => (
                <Group key={slug} justify="space-between">
                  <Anchor component={Link} to={`/a/${slug}/calls`}>
                    {name}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {ROLE_NAMES[role]}
                  </Text>
                </Group>
              ))}
            </Stack>
          </Card>
          {me.accounts.map(({ slug, name, role }) => (
            <MyNotices
              key={slug}
              slug={slug}
              role={role}
              mail={me.mail}
              title={me.accounts.length === 1 ? "What you are told" : `What you are told at ${name}`}
            />
          ))}
          <ChangePassword />
          <TwoFactor enabled={me.person.twoFactor} />
          <Sessions />
        </Page>
      </Container>
    </Box>
  );
}
