import { Button, FileButton, Group, Input, Stack, Text, Textarea } from "@mantine/core";
import { IconTrash, IconUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type ReactNode, useState } from "react";
import { accountPath, ask, explain } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { UploadedGreeting } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { UploadedPlayer } from "./uploaded-player.tsx";

const ABOUT =
  "Heard before a caller leaves a message; a tone follows. A lead's user's own comes first, then the number's, then the account's.";

type Props = {
  label?: string;
  /** When it is heard. */
  about?: string;
  /** What callers hear where it is empty. */
  without: string;
  value?: string;
  error?: ReactNode;
  onChange?: (value: ChangeEvent<HTMLTextAreaElement> | string) => void;
};

/** What callers hear: text that is spoken, or a recording that is uploaded. */
export function GreetingField(field: Props) {
  const { label = "Greeting", about = ABOUT, without, value = "", error, onChange, ...props } = field;
  const { slug, may } = useAccount();
  const queries = useQueryClient();
  const [trouble, setTrouble] = useState<string | null>(null);
  const upload = async (file: File | null) => {
    if (file === null) return;
    try {
      const path = accountPath(slug, "/greetings", { fileName: file.name });
      const uploaded = await ask<UploadedGreeting>(path, { method: "POST", body: file });
      await queries.invalidateQueries({ queryKey: keyOf(slug, "greetings") });
      setTrouble(null);
      onChange?.(uploaded.greeting);
    } catch (refused) {
      setTrouble(explain(refused));
    }
  };
  if (value.startsWith("recording:")) {
    return (
      <Input.Wrapper label={label} description={about} error={error} labelElement="div">
        <Stack gap="xs" mt="xs">
          <UploadedPlayer id={value.slice("recording:".length)} />
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrash size={14} />}
              onClick={() => onChange?.("")}
            >
              Use text instead
            </Button>
          </Group>
        </Stack>
      </Input.Wrapper>
    );
  }
  return (
    <Stack gap="xs">
      <Textarea
        label={label}
        description={about}
        placeholder={without}
        autosize
        minRows={2}
        maxLength={300}
        value={value}
        error={error}
        {...(onChange === undefined ? {} : { onChange })}
        {...props}
      />
      {may("account:write") && (
        <Group gap="sm">
          <FileButton
            accept="audio/wav,audio/x-wav,audio/mpeg,.wav,.mp3"
            onChange={(file) => void upload(file)}
          >
            {(button) => (
              <Button size="xs" variant="default" leftSection={<IconUpload size={14} />} {...button}>
                Upload a recording
              </Button>
            )}
          </FileButton>
          <Text size="xs" c="dimmed">
            WAV or MP3, at most 5 MB.
          </Text>
        </Group>
      )}
      {trouble !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {trouble}
        </Text>
      )}
    </Stack>
  );
}
