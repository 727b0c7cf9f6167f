import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  FileButton,
  Group,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  Tooltip,
} from "@mantine/core";
import { IconPhoto, IconSend, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { measureText } from "../../../messages/count-segments.ts";
import { accountPath, ask, explain } from "../../api/ask.ts";
import { conversationPath } from "../../api/conversation-queries.ts";
import { keyOf } from "../../api/queries.ts";
import type { Conversation } from "../../api/types.ts";
import { useAccount } from "../../shell/account-context.ts";
import { tellTrouble } from "../../shell/toast.ts";
import { TemplateMenu } from "./template-menu.tsx";

type Picture = { id: string; name: string };
const EMPTY = { text: "", pictures: [] as Picture[], meant: false };

/** Where one writes: a text to them, or a note for the staff. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { slug, may, say } = useAccount();
  const queries = useQueryClient();
  const [mode, setMode] = useState<"text" | "note">("text");
  const [draft, setDraft] = useState(EMPTY);
  /** The same text sent again after a lost answer is the same text; the next one is another. */
  const [key, setKey] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { id, sending } = conversation;
  const isText = mode === "text";
  const refusal = isText ? sending.refusal : null;
  const landline = sending.warnings.find(({ code }) => code === "landline");
  const quiet = sending.warnings.find(({ code }) => code === "quietHours");
  const nothing = draft.text.trim() === "" && (!isText || draft.pictures.length === 0);
  const change = (next: Partial<typeof EMPTY>) => setDraft((now) => ({ ...now, ...next }));

  const send = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      const body = isText
        ? {
            text: draft.text,
            media: draft.pictures.map((picture) => picture.id),
            despite: draft.meant ? ["landline"] : [],
            key,
          }
        : { text: draft.text };
      await ask(conversationPath(slug, id, isText ? "/texts" : "/notes"), { method: "POST", body });
      setDraft(EMPTY);
      setKey(newKey());
      await queries.invalidateQueries({ queryKey: keyOf(slug, "conversations") });
    } catch (error) {
      setTrouble(say(explain(error)));
    } finally {
      setBusy(false);
    }
  };
  const add = async (files: File[]) => {
    for (const file of files) {
      try {
        const path = accountPath(slug, "/text-media", { fileName: file.name });
        const uploaded = await ask<{ id: string }>(path, { method: "POST", body: file });
        setDraft((now) => ({ ...now, pictures: [...now.pictures, { id: uploaded.id, name: file.name }] }));
      } catch (error) {
        tellTrouble(error);
      }
    }
  };

  if (!may("texts:send")) return null;
  return (
    <form
      aria-label="Write"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="What to write"
            data={[
              { value: "text", label: "Text" },
              { value: "note", label: "Note" },
            ]}
            value={mode}
            onChange={(next) => setMode(next === "note" ? "note" : "text")}
          />
          {isText && <SentFrom conversation={conversation} />}
        </Group>
        {refusal !== null && <Alert color="orange">{say(refusal)}</Alert>}
        {isText && refusal === null && quiet !== undefined && (
          <Text size="sm" c="dimmed">
            {quiet.text}
          </Text>
        )}
        {isText && refusal === null && landline !== undefined && (
          <Checkbox
            size="sm"
            label={`${say(landline.text)} Send it all the same.`}
            checked={draft.meant}
            onChange={(event) => change({ meant: event.currentTarget.checked })}
          />
        )}
        <Textarea
          aria-label={isText ? "Text to them" : "Note for the staff"}
          placeholder={isText ? "Write a text" : "Only the staff sees this"}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={isText ? 1_600 : 5_000}
          disabled={refusal !== null}
          value={draft.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || nothing || busy) return;
            event.preventDefault();
            void send();
          }}
        />
        {isText &&
          draft.pictures.map((picture) => (
            <Group key={picture.id} gap={4}>
              <IconPhoto size={16} aria-hidden />
              <Text size="sm">{picture.name}</Text>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={`Remove ${picture.name}`}
                onClick={() => change({ pictures: draft.pictures.filter((one) => one.id !== picture.id) })}
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
        {trouble !== null && (
          <Alert color="red" role="alert">
            {trouble}
          </Alert>
        )}
        <Group justify="space-between" gap="xs">
          <Group gap={4}>
            {isText && (
              <>
                <TemplateMenu
                  conversation={id}
                  onChoose={(text) => change({ text })}
                  disabled={refusal !== null}
                />
                <FileButton
                  multiple
                  accept="image/jpeg,image/png,image/gif,image/webp"
                  onChange={(files) => void add(files)}
                >
                  {(button) => (
                    <Tooltip label="Add a picture">
                      <ActionIcon
                        {...button}
                        variant="subtle"
                        size="lg"
                        aria-label="Add a picture"
                        disabled={refusal !== null}
                      >
                        <IconPhoto size={20} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                </FileButton>
                <Measure text={draft.text} />
              </>
            )}
          </Group>
          <Button
            type="submit"
            leftSection={isText ? <IconSend size={16} aria-hidden /> : undefined}
            loading={busy}
            disabled={nothing || refusal !== null || (isText && landline !== undefined && !draft.meant)}
          >
            {isText ? "Send" : "Keep note"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SentFrom({ conversation: { sending, phones } }: { conversation: Conversation }) {
  const { phone } = useAccount();
  if (sending.from === null) return null;
  return (
    <Text size="xs" c="dimmed">
      From {phone(sending.from)}
      {phones.length > 1 && ` to ${phone(sending.to)}`}
    </Text>
  );
}

/** What the carrier will count, as it is typed. */
function Measure({ text }: { text: string }) {
  if (text === "") return null;
  const { alphabet, segments, left } = measureText(text);
  return (
    <Text size="xs" c="dimmed" aria-live="polite">
      {segments === 1 ? "1 segment" : `${segments} segments`}, {left} left
      {alphabet === "any" && " (with special characters only 70 fit in one)"}
    </Text>
  );
}

/** Browsers have no randomUUID on pages without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
