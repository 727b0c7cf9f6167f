import {
  Alert,
  Button,
  Code,
  CopyButton,
  Drawer,
  Group,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import type { Carrier } from "../../api/types.ts";
import { useSaver } from "../../parts/save-settings.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { WaitingRows } from "../../shell/waiting.tsx";

type Setup = { setUp: boolean; voiceUrl: string; statusCallback: string };

/** What calls from the browser need at Twilio, and what Ringright needs to know of it. */
export function BrowserCalling({ carrier, onClose }: { carrier: Carrier; onClose: () => void }) {
  const { slug } = useAccount();
  const setup = useQuery({
    queryKey: keyOf(slug, "carriers", "browser-calling", carrier.id),
    queryFn: () => ask<Setup>(accountPath(slug, `/carriers/${carrier.id}/browser-calling`)),
  });
  return (
    <Drawer opened onClose={onClose} position="right" size="lg" title="Calls from the browser">
      <Stack>
        <Text size="sm">
          Staff members can talk with their computer's microphone instead of their own phone. It needs a TwiML
          app and an API key of your Twilio account.
        </Text>
        {setup.isPending && <WaitingRows rows={2} />}
        {setup.isError && <CouldNotRead error={setup.error} again={setup.refetch} />}
        {setup.data !== undefined && (
          <>
            <Text size="sm">
              1. In the Twilio Console, under Voice &gt; Manage &gt; TwiML apps, make an app with these
              addresses, both by POST.
            </Text>
            <Address name="Request URL" url={setup.data.voiceUrl} />
            <Address name="Status callback URL" url={setup.data.statusCallback} />
            <Text size="sm">
              2. Under Account &gt; API keys &amp; tokens, make a standard API key, and write its SID and
              secret here with the SID of the app.
            </Text>
          </>
        )}
        <SetupForm carrier={carrier} onDone={onClose} />
      </Stack>
    </Drawer>
  );
}

function Address({ name, url }: { name: string; url: string }) {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code style={{ overflowWrap: "anywhere", flex: 1 }}>{url}</Code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="default" aria-label={`Copy the ${name}`} onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}

function SetupForm({ carrier, onDone }: { carrier: Carrier; onDone: () => void }) {
  const form = useForm({
    initialValues: {
      apiKeySid: carrier.apiKeySid ?? "",
      apiKeySecret: "",
      applicationSid: carrier.applicationSid ?? "",
    },
  });
  const { busy, shown, run } = useRefusal(form);
  const { save, dialogs } = useSaver();
  const isSetUp = carrier.applicationSid !== null;
  const write = (fields: Record<string, string | null>, done: string) =>
    run(async () => {
      const section = "carriers" as const;
      const { id, version } = carrier;
      await save({ section, id, fields, version, verb: "Save", done, onSaved: onDone });
    });
  const send = form.onSubmit(({ apiKeySid, apiKeySecret, applicationSid }) =>
    write(
      {
        apiKeySid: apiKeySid.trim() || null,
        applicationSid: applicationSid.trim() || null,
        // Left empty it stays as it is.
        ...(apiKeySecret.trim() === "" ? {} : { apiKeySecret: apiKeySecret.trim() }),
      },
      "Calls can be made from the browser.",
    ),
  );
  const stop = () =>
    write(
      { apiKeySid: null, apiKeySecret: null, applicationSid: null },
      "Calls are made with people's own phones.",
    );
  return (
    <form onSubmit={send}>
      <Stack>
        {shown}
        <TextInput
          label="TwiML app SID"
          description="Begins with AP."
          required
          {...form.getInputProps("applicationSid")}
        />
        <TextInput
          label="API key SID"
          description="Begins with SK."
          required
          {...form.getInputProps("apiKeySid")}
        />
        <PasswordInput
          label="API key secret"
          description={
            carrier.hasApiKeySecret ? "Set. Left empty it stays as it is." : "Twilio shows it once."
          }
          autoComplete="off"
          required={!carrier.hasApiKeySecret}
          {...form.getInputProps("apiKeySecret")}
        />
        <Alert color="blue" variant="light">
          Pages that are open now need to be loaded again before they can call.
        </Alert>
        <Group justify="flex-end">
          {isSetUp && (
            <Button variant="subtle" color="red" onClick={() => void stop()}>
              Stop calls from the browser
            </Button>
          )}
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Group>
      </Stack>
      {dialogs}
    </form>
  );
}
