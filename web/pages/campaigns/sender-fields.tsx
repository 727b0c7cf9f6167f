import { MultiSelect, Radio, Select, Stack, Switch } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { numbersQuery, staffQuery } from "../../api/queries.ts";
import { useAccount } from "../../shell/account-context.ts";
import type { CampaignValues } from "./campaign-values.ts";

/** Which numbers it comes from, and to whom its leads are assigned. */
export function SenderFields({ form }: { form: UseFormReturnType<CampaignValues> }) {
  const { slug, phone } = useAccount();
  const numbers = useQuery(numbersQuery(slug)).data ?? [];
  const staff = (useQuery(staffQuery(slug)).data ?? []).filter(({ active }) => active);
  const { sender, assignment } = form.values;
  const people = staff.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Radio.Group label="Number" {...form.getInputProps("sender.use")}>
        <Stack gap="xs" mt="xs">
          <Radio value="default" label="The default outbound number (Settings > Phone)" />
          <Radio value="own" label="The number of whoever the lead is assigned to, else the default" />
          <Radio value="pool" label="One of several, the same for the same lead each time" />
        </Stack>
      </Radio.Group>
      {sender.use === "pool" && (
        <MultiSelect
          label="Numbers"
          required
          searchable
          data={numbers.map(({ number, label }) => ({
            value: number,
            label: label === null ? phone(number) : `${label}, ${phone(number)}`,
          }))}
          {...form.getInputProps("sender.pool")}
        />
      )}
      <Radio.Group
        label="Assign its leads"
        description="Who calls back rings at theirs first."
        value={assignment.to}
        onChange={(to) =>
          form.setFieldValue("assignment", {
            ...assignment,
            to: to as CampaignValues["assignment"]["to"],
            staff: to === "leave" ? [] : assignment.staff.slice(0, to === "one" ? 1 : undefined),
          })
        }
      >
        <Stack gap="xs" mt="xs">
          <Radio value="leave" label="Leave them as they are" />
          <Radio value="one" label="To one person" />
          <Radio value="inTurn" label="To several, in turn" />
        </Stack>
      </Radio.Group>
      {assignment.to === "one" && (
        <Select
          label="Person"
          required
          searchable
          data={people}
          value={assignment.staff[0] ?? null}
          onChange={(id) => form.setFieldValue("assignment.staff", id === null ? [] : [id])}
          error={form.errors["assignment.staff"]}
        />
      )}
      {assignment.to === "inTurn" && (
        <MultiSelect
          label="People"
          required
          searchable
          data={people}
          {...form.getInputProps("assignment.staff")}
        />
      )}
      {assignment.to !== "leave" && (
        <Switch
          label="Only leads that are nobody's yet"
          {...form.getInputProps("assignment.onlyUnassigned", { type: "checkbox" })}
        />
      )}
    </>
  );
}
