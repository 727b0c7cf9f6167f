import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ask, explain } from "../../api/ask.ts";
import { meQuery } from "../../api/queries.ts";
import { checkPassword, NewPassword } from "../../parts/new-password.tsx";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { Waiting } from "../../shell/waiting.tsx";
import { PublicFrame } from "./public-frame.tsx";

type Invitation = {
  email: string;
  name: string;
  account: { slug: string; name: string };
  /** They have a password here already, from another account. */
  signsInAlready: boolean;
};

/** Where the link of an invitation leads: the invited person chooses a password. */
export function AcceptInvitationPage() {
  const given = useSearch({ from: "/accept-invitation" }).token;
  // In the fragment it is sent to no server, and stands in no log.
  const token = given ?? window.location.hash.slice(1);
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => ask<Invitation>(`/api/v1/invitations/${encodeURIComponent(token)}`),
    enabled: token !== "",
    retry: false,
  });
  if (token === "" || invitation.isError) {
    return (
      <PublicFrame title="This invitation does not work">
        <Alert color="orange">
          {token === ""
            ? "The link is not complete. Ask the person who invited you for a new one."
            : explain(invitation.error)}
        </Alert>
      </PublicFrame>
    );
  }
  if (invitation.data === undefined) return <Waiting />;
  const { data } = invitation;
  return data.signsInAlready ? (
    <AcceptAsKnown token={token} invitation={data} />
  ) : (
    <Accept token={token} invitation={data} />
  );
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

/** Who signs in here already does so, and then only says yes. */
function AcceptAsKnown({ token, invitation }: { token: string; invitation: Invitation }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const me = useQuery(meQuery).data;
  const { busy, shown, run } = useRefusal({ setErrors: () => {} });
  const accept = () =>
    run(async () => {
      await ask("/api/v1/invitations/accept", { method: "POST", body: { token } });
      await queries.resetQueries();
      await navigate({ to: `/a/${invitation.account.slug}/calls` });
    });
  const signedIn = me?.person?.email.toLowerCase() === invitation.email.toLowerCase();
  return (
    <PublicFrame
      title={`Join ${invitation.account.name}`}
      about={`You are invited as ${invitation.email}, with which you sign in here already.`}
    >
      {shown}
      {signedIn ? (
        <Button onClick={() => void accept()} loading={busy}>
          Join
        </Button>
      ) : (
        <Button
          onClick={() =>
            void navigate({ to: "/sign-in", search: { back: `/accept-invitation?token=${token}` } })
          }
        >
          Sign in to join
        </Button>
      )}
    </PublicFrame>
  );
}
