import { Anchor, Box, Card, Center, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Brand } from "../../shell/brand.tsx";
import { ColourScheme } from "../../shell/colour-scheme.tsx";

/** The frame of pages for people who are not signed in. */
export function PublicFrame(props: {
  title: string;
  about?: ReactNode;
  children: ReactNode;
  width?: number;
}) {
  useEffect(() => {
    document.title = `${props.title} · Ringright`;
  }, [props.title]);
  return (
    <Box mih="100vh">
      <Group component="header" justify="space-between" p="md">
        <Anchor href="/" underline="never" c="var(--mantine-color-text)" aria-label="Ringright">
          <Brand />
        </Anchor>
        <ColourScheme />
      </Group>
      <Center component="main" id="main" px="md" pb="xl" pt={{ base: 0, sm: "xl" }}>
        <Card w="100%" maw={props.width ?? 440} padding="xl" shadow="sm">
          <Stack>
            <div>
              <Title order={1}>{props.title}</Title>
              {props.about && (
                <Text c="dimmed" size="sm" mt={6}>
                  {props.about}
                </Text>
              )}
            </div>
            {props.children}
          </Stack>
        </Card>
      </Center>
    </Box>
  );
}
