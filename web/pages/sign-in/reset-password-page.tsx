import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ask } from "../../api/ask.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { tell } from "../../shell/toast.ts";
import { PublicFrame } from "./public-frame.tsx";

/** Without a token: asks where to send the link. With one, from that link: takes the new password. */
export function ResetPasswordPage() {
  const { token: given, error } = useSearch({ from: "/reset-password" });
  // In the fragment it is sent to no server, and stands in no log.
  const token = given ?? (window.location.hash.slice(1) || undefined);
  return token === undefined ? (
    <AskForLink expired={error !== undefined} />
  ) : (
    <ChoosePassword token={token} />
  );
}

function AskForLink({ expired }: { expired: boolean }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ initialValues: { email: "" } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit(({ email }) =>
    run(async () => {
      await ask("/api/auth/request-password-reset", {
        method: "POST",
        body: { email, redirectTo: "/reset-password" },
      });
      setSentTo(email);
    }),
  );
  if (sentTo !== null) {
    return (
      <PublicFrame title="Look into your mail">
        <Alert>
          If {sentTo} belongs to somebody here, a link is on its way. It works for one hour. No mail? Ask an
          owner: where this installation sends no mail, they can make a link for you.
        </Alert>
        <Anchor component={Link} to="/sign-in">
          Back to sign in
        </Anchor>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame title="Reset your password" about="We send you a link to choose a new one.">
      {expired && <Alert color="orange">That link was used already or is too old. Ask for a new one.</Alert>}
      <form onSubmit={send}>
        <Stack>
          {shown}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("email")}
          />
          <Button type="submit" loading={busy}>
            Send the link
          </Button>
          <Anchor component={Link} to="/sign-in" size="sm" ta="center">
            Back to sign in
          </Anchor>
        </Stack>
      </form>
    </PublicFrame>
  );
}

function ChoosePassword({ token }: { token: string }) {
  const navigate = useNavigate();
  const form = useForm({ initialValues: { newPassword: "" }, validate: { newPassword: checkPassword } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit(({ newPassword }) =>
    run(async () => {
      await ask("/api/auth/reset-password", { method: "POST", body: { newPassword, token } });
      tell("Your password is changed. Sign in with the new one.");
      await navigate({ to: "/sign-in", search: {} });
    }),
  );
  return (
    <PublicFrame title="Choose a new password">
      <form onSubmit={send}>
        <Stack>
          {shown}
          <NewPassword label="New password" {...form.getInputProps("newPassword")} />
          <Button type="submit" loading={busy}>
            Change password
          </Button>
        </Stack>
      </form>
    </PublicFrame>
  );
}
