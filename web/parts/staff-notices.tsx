import { Box, Input, Switch } from "@mantine/core";
import { type NoticeChoices, USUAL_CHOICES } from "../../notify/notice-choices.ts";
import { NoticeChoicesEditor } from "./notice-choices-editor.tsx";

/** What a staff member is told of, as an admin sets it: as usual, or as chosen. */
export function StaffNotices(props: {
  value: NoticeChoices | null;
  onChange: (choices: NoticeChoices | null) => void;
  leads: boolean;
  hasPhone: boolean;
  errors: Record<string, unknown>;
}) {
  const { value, onChange, ...rest } = props;
  return (
    <Input.Wrapper label="What they are told of" labelElement="div">
      <Switch
        mt="xs"
        label="As usual: own missed calls and voicemail by mail"
        checked={value === null}
        onChange={({ currentTarget: { checked } }) => onChange(checked ? null : USUAL_CHOICES)}
      />
      {value !== null && (
        <Box mt="sm">
          <NoticeChoicesEditor value={value} onChange={onChange} {...rest} />
        </Box>
      )}
    </Input.Wrapper>
  );
}
