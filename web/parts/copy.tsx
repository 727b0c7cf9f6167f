import { Button, CopyButton } from "@mantine/core";

/**
 * Copies a text that stands beside it. Browsers let pages copy on https and on this machine alone: elsewhere it is not
 * there, and the text is selected by hand.
 */
export function Copy({ text, label = "Copy" }: { text: string; label?: string }) {
  if (!window.isSecureContext) return null;
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy}>
          {copied ? "Copied" : label}
        </Button>
      )}
    </CopyButton>
  );
}
