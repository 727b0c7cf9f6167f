import { Select, Stack } from "@mantine/core";
import type { BusinessNumber, Rung } from "../api/types.ts";
import { LadderEditor } from "./ladder-editor.tsx";

type Value = BusinessNumber["closedLadder"];
type Props = {
  value: Value;
  /** What a ladder of its own begins with: the account's. */
  first: Rung[];
  onChange: (value: Value) => void;
  error?: string | undefined;
};

/** Where calls to one number go while it is closed. */
export function ClosedLadder({ value, first, onChange, error }: Props) {
  const kind = value === null ? "account" : value === "voicemail" || value.length === 0 ? "voicemail" : "own";
  return (
    <Stack gap="xs">
      <Select
        label="While closed"
        description="Where calls go outside of the hours."
        allowDeselect={false}
        data={[
          { value: "account", label: "As the account says" },
          { value: "voicemail", label: "Straight to voicemail" },
          { value: "own", label: "A ladder of its own" },
        ]}
        value={kind}
        onChange={(next) =>
          onChange(next === "account" ? null : next === "own" && first.length > 0 ? first : "voicemail")
        }
        error={error}
      />
      {kind === "own" && (
        <LadderEditor
          label="Ladder while closed"
          value={value as Rung[]}
          onChange={(next) => onChange(next.length === 0 ? "voicemail" : next)}
        />
      )}
    </Stack>
  );
}
