import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconAddressBook, IconHash, IconPhone, IconSearch, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf, numbersQuery, staffQuery } from "../api/queries.ts";
import type { Lead, Page } from "../api/types.ts";
import { useAccount } from "./account-context.ts";
import { useDialer } from "./dialer-context.ts";
import { PLACES, placeAddress, SETTINGS } from "./navigation.ts";

/** Ctrl K or Cmd K: every page, and every lead, number and staff member by name or phone. */
export function CommandPalette() {
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState(false);
  return (
    <Spotlight
      actions={useFound(words, opened)}
      query={words}
      onQueryChange={setWords}
      onSpotlightOpen={() => setOpened(true)}
      shortcut={["mod + K"]}
      nothingFound="Nothing has this name or phone."
      highlightQuery
      scrollable
      maxHeight={420}
      limit={24}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: "A page, a lead, a number, a staff member …",
        "aria-label": "Search pages, leads, numbers and staff",
      }}
    />
  );
}

function useFound(words: string, opened: boolean): SpotlightActionGroupData[] {
  const { slug, may, phone } = useAccount();
  const navigate = useNavigate();
  const go = (to: string) => () => void navigate({ to });
  const [search] = useDebouncedValue(words.trim(), 150);
  const numbers = useQuery({ ...numbersQuery(slug), enabled: opened }).data ?? [];
  const staff = useQuery({ ...staffQuery(slug), enabled: opened }).data ?? [];
  const leads = useQuery({
    queryKey: keyOf(slug, "leads", "found", search),
    queryFn: ({ signal }) => ask<Page<Lead>>(accountPath(slug, "/leads", { search, limit: 8 }), { signal }),
    enabled: search.length > 1,
  }).data?.items;
  const { open, call } = useDialer();
  const dialable = /^[+(]?\d[\d\s().-]{5,}$/.test(words.trim());
  const dialing = {
    id: "dial",
    label: dialable ? `Call ${words.trim()}` : "Call a number",
    description: "Your own phone rings first",
    keywords: [words, "dial"],
    leftSection: <IconPhone size={20} stroke={1.6} aria-hidden />,
    onClick: () => (dialable ? call({ to: words.trim(), name: words.trim() }) : open()),
  };
  const shown = dialable || words.trim() === "" || "call a number dial".includes(words.trim().toLowerCase());
  return [
    { group: "Call", actions: may("calls:place") && shown ? [dialing] : [] },
    {
      group: "Pages",
      actions: [...PLACES, ...SETTINGS]
        .filter(({ needs }) => may(needs))
        .map(({ to, label, hint, icon: Picture }) => ({
          id: to,
          label,
          description: hint,
          leftSection: <Picture size={20} stroke={1.6} aria-hidden />,
          onClick: go(placeAddress(slug, to)),
        })),
    },
    {
      group: "Leads",
      actions: (leads ?? []).map(({ id, name, phones }) => ({
        id: `lead ${id}`,
        label: name,
        description: phones.map(phone).join(", "),
        // The server found it by whatever was typed; the palette's own filter must not hide it again.
        keywords: [words, ...phones],
        leftSection: <IconAddressBook size={20} stroke={1.6} aria-hidden />,
        onClick: () => void navigate({ to: "/a/$slug/leads", params: { slug }, search: { lead: id } }),
      })),
    },
    {
      group: "Phone Numbers",
      actions: numbers.map(({ id, number, label }) => ({
        id: `number ${id}`,
        label: label ?? phone(number),
        description: phone(number),
        keywords: [number],
        leftSection: <IconHash size={20} stroke={1.6} aria-hidden />,
        onClick: () =>
          void navigate({ to: "/a/$slug/settings/phone-numbers", params: { slug }, search: { id } }),
      })),
    },
    {
      group: "My Staff",
      actions: staff.map(({ id, name, email, phone: own }) => ({
        id: `staff ${id}`,
        label: name,
        description: own === null ? email : `${email}, ${phone(own)}`,
        keywords: own === null ? [] : [own],
        leftSection: <IconUser size={20} stroke={1.6} aria-hidden />,
        onClick: () => void navigate({ to: "/a/$slug/settings/my-staff", params: { slug }, search: { id } }),
      })),
    },
  ];
}
