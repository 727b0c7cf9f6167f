import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ask, explain, queryString } from "../../api/ask.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { Waiting } from "../../shell/waiting.tsx";
import { PublicFrame } from "./public-frame.tsx";

type Invitation = { email: string; name: string; account: { slug: string; name: string } };

/** Where the link of an invitation leads: the invited person chooses a password. */
export function AcceptInvitationPage() {
  const given = useSearch({ from: "/accept-invitation" }).token;
  // In the fragment it is sent to no server, and stands in no log.
  const token = given ?? window.location.hash.slice(1);
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => ask<Invitation>(`/api/v1/invitations${queryString({ token })}`),
    enabled: token !== "",
    retry: false,
  });
  if (token === "" || invitation.isError) {
    return (
      <PublicFrame title="This invitation does not work">
        <Alert color="orange">
          {token === "" ? "The link is not complete." : explain(invitation.error)} Ask the person who invited
          you for a new one.
        </Alert>
      </PublicFrame>
    );
  }
  if (invitation.data === undefined) return <Waiting />;
  return <Accept token={token} invitation={invitation.data} />;
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { name: invitation.name, password: "" },
    validate: { password: checkPassword },
  });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit((values) =>
    run(async () => {
      await ask("/api/v1/invitations/accept", { method: "POST", body: { token, ...values } });
      await queries.resetQueries();
      await navigate({ to: "/" });
    }),
  );
  return (
    <PublicFrame
      title={`Join ${invitation.account.name}`}
      about={`You are invited as ${invitation.email}. Choose a password to sign in with.`}
    >
      <form onSubmit={send}>
        <Stack>
          {shown}
          <TextInput label="Your name" autoComplete="name" required {...form.getInputProps("name")} />
          <NewPassword {...form.getInputProps("password")} />
          <Button type="submit" loading={busy}>
            Join
          </Button>
        </Stack>
      </form>
    </PublicFrame>
  );
}
