import { Card, Group, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";

/** A page's frame: its title, what it is for, what can be done on it. The title gets the focus on arrival. */
export function Page(props: { title: string; about?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${props.title} · Ringright`;
    // A reader who follows a link hears where they are; one who just opened the app is left alone.
    if (arrivedByLink()) title.current?.focus({ preventScroll: true });
  }, [props.title]);
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-start" wrap="wrap" gap="sm">
        <div>
          <Title order={1} ref={title} tabIndex={-1}>
            {props.title}
          </Title>
          {props.about && (
            <Text c="dimmed" size="sm" mt={4} maw={640}>
              {props.about}
            </Text>
          )}
        </div>
        {props.actions && <Group gap="sm">{props.actions}</Group>}
      </Group>
      {props.children}
    </Stack>
  );
}

let pagesSeen = 0;
function arrivedByLink(): boolean {
  pagesSeen += 1;
  // A dialog, or the field that the link was about, has the focus already.
  return pagesSeen > 1 && document.activeElement?.closest("[role=dialog], form") == null;
}

/** A list without entries: what would be here, and what to do next. */
export function EmptyState(props: { icon: Icon; title: string; children: ReactNode; action?: ReactNode }) {
  const Picture = props.icon;
  return (
    <Card>
      <Stack align="center" gap="sm" py="xl" ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          <Picture size={28} stroke={1.6} />
        </ThemeIcon>
        <Title order={2}>{props.title}</Title>
        <Text c="dimmed" maw={460}>
          {props.children}
        </Text>
        {props.action}
      </Stack>
    </Card>
  );
}
