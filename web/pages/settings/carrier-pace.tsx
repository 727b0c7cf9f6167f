import { Button, Drawer, NumberInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Carrier } from "../../api/types.ts";
import { useSaver } from "../../parts/save-settings.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";

/** How many texts a second a carrier takes from all numbers together. */
export function CarrierPace({ carrier, onClose }: { carrier: Carrier; onClose: () => void }) {
  const form = useForm({ initialValues: { textsPerSecond: carrier.textsPerSecond ?? ("" as number | "") } });
  const { busy, shown, run } = useRefusal(form);
  const { save, dialogs } = useSaver();
  const send = form.onSubmit(({ textsPerSecond }) =>
    run(async () => {
      const { id, version } = carrier;
      const fields = { textsPerSecond: textsPerSecond === "" ? null : textsPerSecond };
      const words = { verb: "Save", done: "The pace of texts is saved." };
      await save({ section: "carriers", id, fields, version, ...words, onSaved: onClose });
    }),
  );
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title="Pace of texts">
      <form onSubmit={send}>
        <Stack>
          {shown}
          <Text size="sm">
            Some carriers take only so many texts a second from all numbers of an account together, or of one
            registration (A2P 10DLC in the United States). All numbers here share it, and all campaigns; what
            people write to somebody goes first.
          </Text>
          <NumberInput
            label="Texts a second, all numbers together"
            description="Left empty, each number sends at its own pace."
            min={1}
            max={1_000}
            allowDecimal={false}
            {...form.getInputProps("textsPerSecond")}
          />
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Stack>
      </form>
      {dialogs}
    </Drawer>
  );
}
