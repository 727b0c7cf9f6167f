import { Anchor, Button, Checkbox, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { ask } from "../../api/ask.ts";
import { useRefusal } from "../../parts/use-refusal.tsx";
import { PublicFrame } from "./public-frame.tsx";

/** The form takes the place of another one: whoever types goes on typing. */
const takeFocus = (input: HTMLInputElement | null) => input?.focus();

/** The code of the authenticator app, or one of the recovery codes. */
export function SecondFactor({ onDone, onBack }: { onDone: () => Promise<void>; onBack: () => void }) {
  const [recovery, setRecovery] = useState(false);
  const form = useForm({ initialValues: { code: "", trustDevice: false } });
  const { busy, shown, run } = useRefusal(form);
  const send = form.onSubmit(({ code, trustDevice }) =>
    run(async () => {
      const path = recovery ? "verify-backup-code" : "verify-totp";
      await ask(`/api/auth/two-factor/${path}`, {
        method: "POST",
        body: { code: code.replace(/\s/g, ""), trustDevice },
      });
      await onDone();
    }),
  );
  const change = () => {
    form.setFieldValue("code", "");
    setRecovery(!recovery);
  };
  return (
    <PublicFrame
      title="One more step"
      about={
        recovery
          ? "Enter one of your recovery codes. Each works once."
          : "Enter the code that your authenticator app shows."
      }
    >
      <form onSubmit={send}>
        <Stack>
          {shown}
          <TextInput
            key={recovery ? "recovery" : "app"}
            ref={takeFocus}
            label={recovery ? "Recovery code" : "Six-digit code"}
            inputMode={recovery ? "text" : "numeric"}
            autoComplete="one-time-code"
            required
            {...form.getInputProps("code")}
          />
          <Checkbox
            label="Trust this device for 30 days"
            {...form.getInputProps("trustDevice", { type: "checkbox" })}
          />
          <Button type="submit" loading={busy}>
            Go on
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={change}>
            {recovery ? "Use the authenticator app" : "Use a recovery code"}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={onBack}>
            Back
          </Anchor>
        </Stack>
      </form>
    </PublicFrame>
  );
}
