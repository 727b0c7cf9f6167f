import { Alert, Button, Card, Group, Stack, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role } from "../../../access/roles.ts";
import type { NoticeChoices } from "../../../notify/notice-choices.ts";
import { accountPath, ask, explain } from "../../api/ask.ts";
import { myNoticesQuery } from "../../api/notice-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { MyNotices as Mine } from "../../api/types.ts";
import { NoticeChoicesEditor } from "../../parts/notice-choices-editor.tsx";
import { CouldNotRead } from "../../shell/error-page.tsx";
import { tell } from "../../shell/toast.ts";
import { WaitingRows } from "../../shell/waiting.tsx";

type Props = { slug: string; role: Role; title: string; mail: boolean };

/** What one is told of at an account. */
export function MyNotices({ slug, role, title, mail }: Props) {
  const mine = useQuery(myNoticesQuery(slug));
  return (
    <Card component="section" aria-label={title}>
      <Stack>
        <Title order={2}>{title}</Title>
        {!mail && (
          <Alert color="orange">
            This installation can't send mail yet. Whoever runs it sets SMTP_URL and MAIL_FROM.
          </Alert>
        )}
        {mine.isPending && <WaitingRows rows={3} />}
        {mine.isError && <CouldNotRead error={mine.error} again={mine.refetch} />}
        {mine.data !== undefined && (
          <Choices key={mine.data.version} slug={slug} mine={mine.data} leads={role !== "member"} />
        )}
      </Stack>
    </Card>
  );
}

function Choices({ slug, mine, leads }: { slug: string; mine: Mine; leads: boolean }) {
  const queries = useQueryClient();
  const [choices, setChoices] = useState<NoticeChoices>(mine.notify);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const dirty = JSON.stringify(choices) !== JSON.stringify(mine.notify);
  const save = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      await ask(accountPath(slug, "/my-notices"), { method: "PATCH", body: choices, version: mine.version });
      tell("What you are told is updated.");
    } catch (error) {
      setTrouble(error);
    } finally {
      setBusy(false);
      // Also where somebody else was faster: then theirs is shown.
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    }
  };
  return (
    <>
      <NoticeChoicesEditor value={choices} onChange={setChoices} leads={leads} hasPhone={mine.hasPhone} />
      {trouble !== null && (
        <Alert color="red" role="alert">
          {explain(trouble)}
        </Alert>
      )}
      <Group justify="flex-end">
        {dirty && (
          <Button variant="default" onClick={() => setChoices(mine.notify)}>
            Discard changes
          </Button>
        )}
        <Button disabled={!dirty} loading={busy} onClick={() => void save()}>
          Update
        </Button>
      </Group>
    </>
  );
}
