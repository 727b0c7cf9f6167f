import {
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  Code,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ask } from "../../api/ask.ts";
import { meQuery } from "../../api/queries.ts";
import { Copy } from "../../parts/copy.tsx";
import { QrCode } from "../../parts/qr-code.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { tell } from "../../shell/toast.ts";

type Made = { totpURI: string; backupCodes: string[] };

/** Turning the second factor on (with a code as proof that the app has the key) and off. */
export function TwoFactor({ enabled }: { enabled: boolean }) {
  const [made, setMade] = useState<Made | null>(null);
  const queries = useQueryClient();
  const form = useForm({ initialValues: { password: "" } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((body) =>
    run(async () => {
      if (enabled) {
        await ask("/api/auth/two-factor/disable", { method: "POST", body });
        await queries.invalidateQueries(meQuery);
        tell("Two-factor is off.");
      } else setMade(await ask<Made>("/api/auth/two-factor/enable", { method: "POST", body }));
      form.reset();
    }),
  );
  return (
    <Card component="section" aria-label="Two-factor">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>Two-factor</Title>
          <Badge color={enabled ? "green" : "gray"}>{enabled ? "On" : "Off"}</Badge>
        </Group>
        {made === null ? (
          <form onSubmit={send}>
            <Stack>
              <Text size="sm" c="dimmed">
                {enabled
                  ? "Signing in asks for a code of your authenticator app."
                  : "With it, a password alone is not enough to sign in: a code from an app on your phone is asked for too."}
              </Text>
              {shown}
              <PasswordInput
                label="Your password"
                autoComplete="current-password"
                required
                {...form.getInputProps("password")}
              />
              <Group justify="flex-end">
                <Button type="submit" loading={busy} variant={enabled ? "default" : "filled"}>
                  {enabled ? "Turn off" : "Turn on"}
                </Button>
              </Group>
            </Stack>
          </form>
        ) : (
          <ProveKey made={made} onDone={() => setMade(null)} />
        )}
      </Stack>
    </Card>
  );
}

function ProveKey({ made, onDone }: { made: Made; onDone: () => void }) {
  const queries = useQueryClient();
  const form = useForm({ initialValues: { code: "" } });
  const { busy, shown, run } = useRefusal(form);
  const begin = useRef<HTMLParagraphElement>(null);
  // The button that led here is gone: whoever uses the keyboard goes on where the instructions begin.
  useEffect(() => begin.current?.focus(), []);
  const secret = new URL(made.totpURI).searchParams.get("secret") ?? "";
  const send = form.onSubmit(({ code }) =>
    run(async () => {
      await ask("/api/auth/two-factor/verify-totp", {
        method: "POST",
        body: { code: code.replace(/\s/g, "") },
      });
      await queries.invalidateQueries(meQuery);
      tell("Two-factor is on.");
      onDone();
    }),
  );
  return (
    <form onSubmit={send}>
      <Stack>
        <Text size="sm" ref={begin} tabIndex={-1}>
          1. Scan this with your authenticator app, add the key there by hand, or open{" "}
          <Anchor href={made.totpURI} inherit underline="always">
            this link
          </Anchor>{" "}
          on the phone that has it.
        </Text>
        <Group>
          <QrCode text={made.totpURI} label="The key as a QR code" />
          <Stack gap="xs">
            <Code fz="md">{secret.replace(/(.{4})/g, "$1 ").trim()}</Code>
            <Copy text={secret} label="Copy the key" />
          </Stack>
        </Group>
        <Text size="sm">
          2. Keep these recovery codes somewhere safe. Each works once, and they are not shown again.
        </Text>
        <Alert color="gray" variant="light">
          <Group justify="space-between" align="flex-start">
            <Code block bg="transparent" fz="sm">
              {made.backupCodes.join("\n")}
            </Code>
            <Copy text={made.backupCodes.join("\n")} label="Copy the codes" />
          </Group>
        </Alert>
        {shown}
        <TextInput
          label="3. The code that the app shows"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          {...form.getInputProps("code")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Turn on
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
