import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { PASSWORD_MIN } from "../../access/password.ts";

export function checkPassword(password: string): string | null {
  return password.length < PASSWORD_MIN ? `Use at least ${PASSWORD_MIN} characters.` : null;
}

/** A password that is chosen now. Length is what counts; nothing else is asked for. */
export function NewPassword(props: PasswordInputProps) {
  return (
    <PasswordInput
      label="Password"
      description={`At least ${PASSWORD_MIN} characters; a sentence is a good one.`}
      autoComplete="new-password"
      required
      minLength={PASSWORD_MIN}
      {...props}
    />
  );
}
