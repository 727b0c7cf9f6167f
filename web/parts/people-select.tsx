import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { numbersQuery, staffQuery } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";

type Props = Omit<SelectProps, "data"> & { first?: { value: string; label: string }[] };

/** A staff member, by e-mail address or by id. */
export function StaffSelect({ by, first = [], ...props }: Props & { by: "email" | "id" }) {
  const { slug } = useAccount();
  const staff = useQuery(staffQuery(slug)).data ?? [];
  const data = staff.map(({ id, email, name, active, phone }) => ({
    value: by === "id" ? id : email,
    label: `${name}${active ? (phone === null ? " (no phone)" : "") : " (inactive)"}`,
  }));
  return (
    <Select
      searchable
      clearable
      nothingFoundMessage="Nobody has this name."
      {...props}
      data={[...first, ...data]}
    />
  );
}

/** One of the account's numbers, by E.164 or by id. */
export function NumberSelect({ by, first = [], ...props }: Props & { by: "number" | "id" }) {
  const { slug, phone } = useAccount();
  const numbers = useQuery(numbersQuery(slug)).data ?? [];
  const data = numbers.map(({ id, number, label }) => ({
    value: by === "id" ? id : number,
    label: label === null ? phone(number) : `${label}, ${phone(number)}`,
  }));
  return (
    <Select searchable nothingFoundMessage="There is no such number." {...props} data={[...first, ...data]} />
  );
}
