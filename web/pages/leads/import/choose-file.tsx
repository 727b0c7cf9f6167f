import { Alert, Button, Card, FileButton, Stack, Text } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { accountPath, ask, explain } from "../../../api/ask.ts";
import type { LeadImport } from "../../../api/types.ts";
import { useAccount } from "../../../shell/account-context.ts";

const MAX_BYTES = 100 * 1024 * 1024;

/** The file, chosen or dropped; it is sent as it is, and read by the server. */
export function ChooseFile({ onUploaded }: { onUploaded: (uploaded: LeadImport) => void }) {
  const { slug } = useAccount();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const send = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES) {
      setTrouble("This file is larger than 100 MB. Split it, and import the parts one after another.");
      return;
    }
    setBusy(true);
    setTrouble(null);
    try {
      onUploaded(
        await ask<LeadImport>(accountPath(slug, "/leads/imports", { fileName: file.name }), {
          method: "POST",
          body: file,
        }),
      );
    } catch (error) {
      setTrouble(explain(error));
    } finally {
      setBusy(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void send(event.dataTransfer.files[0]);
  };
  return (
    <Card onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Stack align="center" py="xl" ta="center">
        <IconFileSpreadsheet size={44} stroke={1.4} aria-hidden />
        <Text fw={600}>Drop a CSV file here, or choose one</Text>
        <Text size="sm" c="dimmed" maw={460}>
          Its first line names the columns, such as name, phone and assigned to. Up to 100 MB.
        </Text>
        {trouble !== null && (
          <Alert color="red" role="alert">
            {trouble}
          </Alert>
        )}
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void send(file)}>
          {(props) => (
            <Button {...props} loading={busy}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </Stack>
    </Card>
  );
}
