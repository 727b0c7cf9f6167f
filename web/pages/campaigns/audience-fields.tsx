import { Select, SimpleGrid, Switch, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { importsQuery } from "../../api/campaign-queries.ts";
import { leadCountQuery } from "../../api/queries.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { countOf } from "../../words/campaign-words.ts";
import type { CampaignValues } from "./campaign-values.ts";

/** Which leads a campaign means, by the filters of the page of leads and by the file they came with. */
export function AudienceFields({ form }: { form: UseFormReturnType<CampaignValues> }) {
  const { slug, times } = useAccount();
  const { search, assignedTo, importId } = form.values.audience;
  const imports = useQuery(importsQuery(slug)).data ?? [];
  const filter = { search: search ?? undefined, assignedTo: assignedTo ?? undefined };
  const count = useQuery({ ...leadCountQuery(slug, filter), placeholderData: keepPreviousData }).data;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label="Name or phone"
          description="A part of it; empty: every lead."
          maxLength={100}
          {...form.getInputProps("audience.search")}
          value={search ?? ""}
          onChange={(event) => form.setFieldValue("audience.search", event.currentTarget.value || null)}
        />
        <StaffSelect
          by="id"
          label="Assigned to"
          description="Whose leads."
          placeholder="Anybody, or nobody"
          first={[{ value: "none", label: "Not assigned" }]}
          {...form.getInputProps("audience.assignedTo")}
        />
      </SimpleGrid>
      <Select
        label="From an imported file"
        description="Only leads that this file brought or named. Its rows that could not be imported are told with those left out."
        placeholder="From any"
        clearable
        data={imports.map(({ id, fileName, rows, at }) => ({
          value: id,
          label: `${fileName}, ${countOf(rows, "row")}, ${times.dateTime(at)}`,
        }))}
        {...form.getInputProps("audience.importId")}
      />
      <Switch
        label="Only leads with a consent"
        description="Those of whom it is noted how they agreed."
        {...form.getInputProps("audience.onlyWithConsent", { type: "checkbox" })}
      />
      {count !== undefined && importId === null && (
        <Text size="sm" role="status">
          {count.exact ? "" : "About "}
          {countOf(count.count, "lead")} before anybody is left out.
        </Text>
      )}
    </>
  );
}
