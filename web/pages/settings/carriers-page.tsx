import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { carriersQuery, numbersQuery } from "../../api/queries.ts";
import type { Carrier } from "../../api/types.ts";
import { useSaver } from "../../parts/save-settings.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { EmptyState, Page } from "../../shell/page.tsx";
import { tellTrouble } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";
import { BrowserCalling } from "./browser-calling.tsx";
import { KINDS } from "./carrier-kinds.ts";
import { CarrierNumbers } from "./carrier-numbers.tsx";
import { CarrierPace } from "./carrier-pace.tsx";
import { ConnectCarrier } from "./connect-carrier.tsx";

const FROM = "/a/$slug/settings/carriers";
const NEW = "new";

/** Settings > Carriers: the connections that hold the account's numbers. */
export function CarriersPage() {
  const { slug, may } = useAccount();
  const { id } = useSearch({ from: FROM });
  const navigate = useNavigate({ from: FROM });
  const open = (next?: string) => void navigate({ search: next === undefined ? {} : { id: next } });
  const carriers = useQuery(carriersQuery(slug));
  const shown = carriers.data?.find((one) => one.id === id);
  const add = may("carriers:write") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => open(NEW)}>
      Connect a carrier
    </Button>
  );
  return (
    <Page
      title="Carriers"
      about="Where your numbers are held. Ringright uses your own account there."
      actions={add}
    >
      {carriers.isPending && <WaitingRows rows={3} />}
      {carriers.isError && <CouldNotRead error={carriers.error} again={carriers.refetch} />}
      {carriers.data?.length === 0 && (
        <EmptyState icon={IconPlugConnected} title="No carrier is connected" action={add}>
          Paste the credentials of your Twilio, SignalWire or Telnyx account. They are checked, your numbers
          are listed, and you see what would change there before anything is written.
        </EmptyState>
      )}
      {carriers.data?.map((carrier) => (
        <CarrierCard key={carrier.id} carrier={carrier} onNumbers={() => open(carrier.id)} />
      ))}
      {id === NEW && <ConnectCarrier taken={carriers.data ?? []} onClose={open} />}
      {shown !== undefined && <CarrierNumbers carrier={shown} onClose={() => open()} />}
    </Page>
  );
}

function CarrierCard({ carrier, onNumbers }: { carrier: Carrier; onNumbers: () => void }) {
  const { slug, may } = useAccount();
  const numbers = useQuery(numbersQuery(slug)).data?.filter((one) => one.carrier === carrier.id) ?? [];
  const { save, dialogs } = useSaver();
  const [isSettingUp, setSettingUp] = useState(false);
  const [isPacing, setPacing] = useState(false);
  const practice = carrier.id.startsWith("practice-");
  const remove = () => {
    save({
      section: "carriers",
      id: carrier.id,
      fields: {},
      version: carrier.version,
      remove: true,
      verb: "Remove",
      done: "The carrier is removed.",
    }).catch(tellTrouble);
  };
  return (
    <Card component="article">
      <Group justify="space-between">
        <Stack gap={2}>
          <Group gap="xs">
            <Text fw={650}>{practice ? "Practice line" : KINDS[carrier.kind].name}</Text>
            <Badge color={practice ? "blue" : "gray"}>{carrier.id}</Badge>
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {numbers.length === 1 ? "1 number" : `${numbers.length} numbers`} here
            {carrier.accountSid === null || practice ? "" : ` · ${carrier.accountSid}`}
          </Text>
        </Stack>
        {may("carriers:write") && (
          <Group gap="xs">
            {numbers.length === 0 && (
              <Button variant="subtle" color="red" onClick={remove}>
                Remove
              </Button>
            )}
            {!practice && (
              <Button variant="default" onClick={() => setPacing(true)}>
                Pace of texts{carrier.textsPerSecond === null ? "" : `: ${carrier.textsPerSecond} a second`}
              </Button>
            )}
            {!practice && carrier.kind === "twilio" && (
              <Button variant="default" onClick={() => setSettingUp(true)}>
                Calls from the browser{carrier.applicationSid === null ? "" : ": on"}
              </Button>
            )}
            {!practice && (
              <Button variant="default" onClick={onNumbers}>
                Numbers and webhooks
              </Button>
            )}
          </Group>
        )}
      </Group>
      {dialogs}
      {isPacing && <CarrierPace carrier={carrier} onClose={() => setPacing(false)} />}
      {isSettingUp && <BrowserCalling carrier={carrier} onClose={() => setSettingUp(false)} />}
    </Card>
  );
}
