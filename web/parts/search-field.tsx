import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** A search that goes out when typing pauses. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (words: string) => void;
  width?: number | string;
}) {
  const [words, setWords] = useState(props.value);
  useEffect(() => setWords(props.value), [props.value]);
  const send = useDebouncedCallback(props.onChange, 250);
  const change = (next: string) => {
    setWords(next);
    send(next);
  };
  return (
    <TextInput
      aria-label={props.label}
      placeholder={props.label}
      w={{ base: "100%", xs: props.width ?? 260 }}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      rightSection={
        words === "" ? null : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />
        )
      }
    />
  );
}
