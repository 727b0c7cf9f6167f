import { Button, Card, Group, SimpleGrid, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconDeviceMobile, IconPlugConnected } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";

/** The last step: a practice line at once, or the business's own carrier. */
export function ChooseLine({ slug }: { slug: string }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { busy, shown, run } = useRefusal({ setErrors: () => {} });
  const practise = () =>
    run(async () => {
      await ask(accountPath(slug, "/practice/line"), { method: "POST", body: {} });
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      await navigate({ to: "/a/$slug/practice", params: { slug } });
    });
  const connect = () => void navigate({ to: "/a/$slug/settings/carriers", params: { slug }, search: {} });
  return (
    <Stack>
      {shown}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Choice icon={<IconDeviceMobile size={24} />} title="Practice line">
          <Text size="sm" c="dimmed">
            A number that only exists here. Place calls from the page, answer them on the page, and see how
            they are routed. Nothing costs anything.
          </Text>
          <Button onClick={() => void practise()} loading={busy}>
            Start practising
          </Button>
        </Choice>
        <Choice icon={<IconPlugConnected size={24} />} title="Your carrier">
          <Text size="sm" c="dimmed">
            Twilio, SignalWire or Telnyx. You see what would change there before anything is written.
          </Text>
          <Button variant="default" onClick={connect}>
            Connect a carrier
          </Button>
        </Choice>
      </SimpleGrid>
    </Stack>
  );
}

function Choice(props: { icon: React.ReactNode; title: string; children: React.ReactNode }) {
  return (
    <Card>
      <Stack h="100%" justify="space-between">
        <Group gap="sm">
          <ThemeIcon size={40} variant="light" aria-hidden>
            {props.icon}
          </ThemeIcon>
          <Text fw={650} component="h2" m={0}>
            {props.title}
          </Text>
        </Group>
        {props.children}
      </Stack>
    </Card>
  );
}
