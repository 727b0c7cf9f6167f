import { Select, type SelectProps } from "@mantine/core";
import { useEffect, useState } from "react";

/** A country, by its name in the reader's language. */
export function CountrySelect(props: Omit<SelectProps, "data">) {
  const [countries, setCountries] = useState<string[]>([]);
  useEffect(() => {
    void import("libphonenumber-js/min").then(({ getCountries }) => setCountries(getCountries()));
  }, []);
  const names = new Intl.DisplayNames(undefined, { type: "region" });
  const known = countries.length > 0 || !props.value ? countries : [props.value];
  const data = known
    .map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }))
    .sort((one, other) => one.label.localeCompare(other.label));
  return <Select label="Country" searchable allowDeselect={false} {...props} data={data} />;
}

/** A time zone by its IANA name. */
export function TimezoneSelect(props: Omit<SelectProps, "data">) {
  const known = Intl.supportedValuesOf("timeZone");
  const own = props.value ? [props.value] : [];
  return (
    <Select
      label="Time zone"
      searchable
      allowDeselect={false}
      limit={100}
      {...props}
      data={[...new Set([...own, ...known])]}
    />
  );
}

/** What the browser says of where its person is. */
export function guessPlace(): { country: string; timezone: string } {
  const region = new Intl.Locale(navigator.language).maximize().region ?? "US";
  return { country: region, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
