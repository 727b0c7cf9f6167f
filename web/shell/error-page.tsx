import { Alert, Anchor, Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { Link, useRouter } from "@tanstack/react-router";
import { explain, Refusal } from "../api/ask.ts";

/** Shown in place of a page that broke. What was typed on it is kept, and is there again after another try. */
export function ErrorPage({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter();
  const tryAgain = () => {
    // This page is of a version that is not served any more: only the new one can go on.
    if (error instanceof Error && /dynamically imported module/.test(error.message)) {
      window.location.reload();
      return;
    }
    reset?.();
    void router.invalidate();
  };
  return (
    <Container size="sm" py="xl" component="section">
      <Stack>
        <Title order={1} tabIndex={-1}>
          {error instanceof Refusal && error.status === 0 ? "No connection" : "Something broke on this page"}
        </Title>
        <Alert color="red" title={explain(error)}>
          What you typed is kept. Calls are routed as before: this page is only a window.
        </Alert>
        <Group>
          <Button onClick={tryAgain}>Try again</Button>
          <Button variant="default" component="a" href="/">
            To the calls
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

export function MissingPage() {
  return (
    <Container size="sm" py="xl" component="section">
      <Stack>
        <Title order={1}>There is nothing at this address</Title>
        <Text>
          It may have been removed, or the address is mistyped.{" "}
          <Anchor component={Link} to="/" underline="always">
            To the calls
          </Anchor>
        </Text>
      </Stack>
    </Container>
  );
}

/** A part of a page that could not be read. */
export function CouldNotRead({ error, again }: { error: unknown; again?: () => void }) {
  return (
    <Alert color="red" title="This could not be read">
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{explain(error)}</Text>
        {again && (
          <Button size="xs" variant="default" onClick={() => again()}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
