import { Button, Card, Checkbox, Group, PasswordInput, Stack, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { tell } from "../../shell/toast.ts";
import { SESSIONS_KEY } from "./sessions.tsx";

export function ChangePassword() {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { currentPassword: "", newPassword: "", revokeOtherSessions: true },
    validate: { newPassword: checkPassword },
  });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((body) =>
    run(async () => {
      await ask("/api/auth/change-password", { method: "POST", body });
      form.reset();
      await queries.invalidateQueries({ queryKey: SESSIONS_KEY });
      tell("Your password is changed.");
    }),
  );
  return (
    <Card component="section" aria-label="Password">
      <form onSubmit={send}>
        <Stack>
          <Title order={2}>Password</Title>
          {shown}
          <PasswordInput
            label="Password now"
            autoComplete="current-password"
            required
            {...form.getInputProps("currentPassword")}
          />
          <NewPassword label="New password" {...form.getInputProps("newPassword")} />
          <Checkbox
            label="Sign out everywhere else"
            {...form.getInputProps("revokeOtherSessions", { type: "checkbox" })}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={busy}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
