import { Anchor, Button, Checkbox, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { ask } from "../../api/ask.ts";
import { meQuery } from "../../api/queries.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { PublicFrame } from "./public-frame.tsx";
import { SecondFactor } from "./second-factor.tsx";

/** Signing in, with the second factor where the person has one. */
export function SignInPage() {
  const { back } = useSearch({ from: "/sign-in" });
  const needsFirstRun = useQuery(meQuery).data?.needsFirstRun === true;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [secondFactor, setSecondFactor] = useState(false);
  const form = useForm({ initialValues: { email: "", password: "", rememberMe: true } });
  const { busy, shown, run } = useRefusal(form);

  const goOn = async () => {
    await queries.resetQueries();
    // Only a path of our own: an address that was sent to somebody must not lead them elsewhere.
    const own = back !== undefined && /^\/(?![/\\])/.test(back);
    await navigate({ href: own ? back : "/" });
  };
  const signIn = form.onSubmit((values) =>
    run(async () => {
      const answer = await ask<{ twoFactorRedirect?: boolean }>("/api/auth/sign-in/email", {
        method: "POST",
        body: values,
      });
      if (answer.twoFactorRedirect) setSecondFactor(true);
      else await goOn();
    }),
  );

  if (secondFactor) return <SecondFactor onDone={goOn} onBack={() => setSecondFactor(false)} />;
  return (
    <PublicFrame title="Sign in" about="Whose phone rings, and why.">
      {needsFirstRun && (
        <Text size="sm">
          Nobody has an account here yet. Open the one-time link that <b>npm start</b> printed in the
          terminal.
        </Text>
      )}
      <form onSubmit={signIn} noValidate={false}>
        <Stack>
          {shown}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            {...form.getInputProps("password")}
          />
          <Checkbox label="Keep me signed in" {...form.getInputProps("rememberMe", { type: "checkbox" })} />
          <Button type="submit" loading={busy} fullWidth>
            Sign in
          </Button>
          <Anchor component={Link} to="/reset-password" size="sm" ta="center">
            Forgot your password?
          </Anchor>
        </Stack>
      </form>
    </PublicFrame>
  );
}
