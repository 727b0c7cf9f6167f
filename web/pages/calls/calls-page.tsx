import { Stack } from "@mantine/core";
import { Page } from "../../shell/page.tsx";
import { CallHistory } from "./call-history.tsx";
import { LiveBoard } from "./live-board.tsx";

export function CallsPage() {
  return (
    <Page title="Calls" about="What rings now, and where every call before went, and why.">
      <Stack gap="xl">
        <LiveBoard />
        <CallHistory />
      </Stack>
    </Page>
  );
}
