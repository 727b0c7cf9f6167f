import { Button, Switch, TagsInput, TextInput } from "@mantine/core";
import { IconQuestionMark } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Lead } from "../../api/types.ts";
import { BlockLeadButton } from "../../parts/block-caller.tsx";
import { CallButton } from "../../parts/call-button.tsx";
import { EditDrawer } from "../../parts/edit-drawer.tsx";
import { StaffSelect } from "../../parts/people-select.tsx";
import { TextButton } from "../../parts/text-button.tsx";
import { useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { LeadCalls } from "./lead-calls.tsx";

const valuesOf = (lead: Lead | null) => ({
  name: lead?.name ?? "",
  phones: (lead?.phones ?? []) as string[],
  assignedTo: (lead?.assignedTo ?? null) as string | null,
  blocked: lead?.blocked ?? false,
  consent: lead?.consent?.source ?? "",
  consentAt: lead?.consent?.at?.slice(0, 10) ?? "",
});

/** The day as a moment; the one that is kept where it is still its day. */
function momentOf(day: string, lead: Lead | null): string | null {
  const kept = lead?.consent?.at ?? null;
  if (day === "") return null;
  return kept?.slice(0, 10) === day ? kept : `${day}T00:00:00.000Z`;
}

/** One lead. */
export function EditLead({ lead, onClose }: { lead: Lead | null; onClose: () => void }) {
  const { slug, phone, may } = useAccount();
  const { form, submit, saveWith, footer, notice } = useEditor({
    section: "leads",
    item: lead,
    valuesOf,
    fieldsOf: ({ consent, consentAt, ...values }) => ({
      ...values,
      consent: consent.trim() === "" ? null : { source: consent, at: momentOf(consentAt, lead) },
    }),
    done: lead === null ? "The lead is added." : `${lead.name} is updated.`,
    onSaved: onClose,
  });
  const phonesError = Object.entries(form.errors).find(([field]) => field.startsWith("phones"))?.[1];
  const readOnly = !may("leads:write");
  return (
    <EditDrawer
      title={lead?.name ?? "Add lead"}
      size="md"
      onClose={onClose}
      onSubmit={submit}
      below={
        lead !== null && (
          <>
            <CallButton called={{ lead: lead.id, name: lead.name }} variant="default" />
            <TextButton to={{ lead: lead.id, phone: lead.phones[0] ?? "", name: lead.name }} />
            <Button
              variant="default"
              leftSection={<IconQuestionMark size={16} />}
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/a/$slug/who-rings"
                  params={{ slug }}
                  search={{ from: lead.phones[0] ?? "withheld" }}
                />
              )}
            >
              Who rings?
            </Button>
            {!readOnly && <BlockLeadButton lead={lead} onDone={onClose} />}
            {!readOnly && (
              <Button
                variant="subtle"
                color="red"
                onClick={() =>
                  saveWith({ remove: true, fields: {}, verb: "Remove", done: `${lead.name} is removed.` })
                }
              >
                Remove lead
              </Button>
            )}
          </>
        )
      }
    >
      {notice}
      <TextInput label="Name" required data-autofocus readOnly={readOnly} {...form.getInputProps("name")} />
      <TagsInput
        label="Phones"
        description="Press Enter after each. A call from any of them is this lead's."
        required={form.values.phones.length === 0}
        readOnly={readOnly}
        acceptValueOnBlur
        {...form.getInputProps("phones")}
        value={form.values.phones.map((one) => (one.startsWith("+") ? phone(one) : one))}
        error={phonesError}
      />
      <StaffSelect
        by="email"
        label="Assigned to"
        description="Whose phone rings first when this lead calls."
        placeholder="Nobody"
        readOnly={readOnly}
        {...form.getInputProps("assignedTo")}
      />
      <Switch
        label="Blocked"
        description="Hears a busy tone."
        disabled={readOnly}
        {...form.getInputProps("blocked", { type: "checkbox" })}
      />
      <TextInput
        label="Agreed to texts"
        description="How we know: a form, a paper, a call. Empty: not known."
        maxLength={200}
        readOnly={readOnly}
        {...form.getInputProps("consent")}
      />
      {form.values.consent !== "" && (
        <TextInput
          type="date"
          label="Agreed on"
          description="Empty: not known."
          readOnly={readOnly}
          {...form.getInputProps("consentAt")}
        />
      )}
      {lead !== null && <LeadCalls lead={lead.id} />}
      {!readOnly && footer({ verb: lead === null ? "Add lead" : "Update", onCancel: onClose })}
    </EditDrawer>
  );
}
