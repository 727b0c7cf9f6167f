import { useSearch } from "@tanstack/react-router";

/** The field that a link to this page names, such as one of Check's: its input gets the focus. */
export function useNamedField(): string | undefined {
  const { field } = useSearch({ strict: false }) as { field?: string };
  return field;
}
