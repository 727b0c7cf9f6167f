import { Anchor, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { LeadImport } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { Page } from "../../shell/page.tsx";
import { ChooseFile } from "./import/choose-file.tsx";
import { ImportProgressCard } from "./import/import-progress.tsx";
import { MatchColumns } from "./import/match-columns.tsx";

/** From a CSV file to leads: choose it, match its columns, watch it run, take what was refused. */
export function ImportPage() {
  const { slug } = useAccount();
  const { id } = useSearch({ from: "/a/$slug/leads/import" });
  const navigate = useNavigate({ from: "/a/$slug/leads/import" });
  const [uploaded, setUploaded] = useState<LeadImport | null>(null);
  return (
    <Stack gap="md">
      <Anchor
        size="sm"
        renderRoot={(props) => <Link {...props} to="/a/$slug/leads" params={{ slug }} search={{}} />}
      >
        <Group gap={4}>
          <IconArrowLeft size={16} aria-hidden /> All leads
        </Group>
      </Anchor>
      <Page
        title="Import leads"
        about="From a CSV file of a spreadsheet or CRM. Nothing is lost: what can't be read comes back as a file, and running it again changes nothing twice."
      >
        {id !== undefined ? (
          <ImportProgressCard
            id={id}
            onAgain={() => {
              setUploaded(null);
              void navigate({ search: {} });
            }}
          />
        ) : uploaded === null ? (
          <ChooseFile onUploaded={setUploaded} />
        ) : (
          <MatchColumns
            uploaded={uploaded}
            onBack={() => setUploaded(null)}
            onStarted={() => void navigate({ search: { id: uploaded.id } })}
          />
        )}
      </Page>
    </Stack>
  );
}
