import { Textarea, type TextareaProps } from "@mantine/core";

/** What callers hear before they leave a message. `without` says what they hear where it is empty. */
export function GreetingField({ without, ...props }: Omit<TextareaProps, "label"> & { without: string }) {
  return (
    <Textarea
      label="Greeting"
      description="Spoken before a caller leaves a message; a tone follows. A lead's user's own comes first, then the number's, then the account's."
      placeholder={without}
      autosize
      minRows={2}
      maxLength={300}
      {...props}
    />
  );
}
