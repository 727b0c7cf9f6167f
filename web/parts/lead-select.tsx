import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { Lead, Page } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";

type Props = Omit<SelectProps, "data" | "onChange" | "value"> & { onPick: (lead: Lead) => void };

/** One lead of however many: the server searches while one types. */
export function LeadSelect({ onPick, ...props }: Props) {
  const { slug, phone } = useAccount();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 150);
  const [picked, setPicked] = useState<Lead | null>(null);
  const found = useQuery({
    queryKey: keyOf(slug, "leads", "select", search),
    queryFn: ({ signal }) => ask<Page<Lead>>(accountPath(slug, "/leads", { search, limit: 20 }), { signal }),
    placeholderData: keepPreviousData,
  });
  const leads = found.data?.items ?? [];
  const shown = picked === null || leads.some(({ id }) => id === picked.id) ? leads : [picked, ...leads];
  return (
    <Select
      searchable
      placeholder="Name or phone"
      nothingFoundMessage={found.isFetching ? "Searching …" : "No lead has this name or phone."}
      {...props}
      filter={({ options }) => options}
      data={shown.map(({ id, name, phones }) => ({
        value: id,
        label: phones[0] === undefined ? name : `${name}, ${phone(phones[0])}`,
      }))}
      value={picked?.id ?? null}
      onSearchChange={(words) => setTyped(words.replace(/, [^,]*$/, ""))}
      onChange={(id) => {
        const lead = shown.find((one) => one.id === id);
        if (lead === undefined) return;
        setPicked(lead);
        onPick(lead);
      }}
    />
  );
}
