import { Button, NumberInput, Select, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { DaysOff, WeeklyHours } from "../../../hours/weekly-hours.ts";
import type { NoticeChoices } from "../../../notify/notice-choices.ts";
import type { Staff } from "../../api/types.ts";
import { DaysOffEditor } from "../../parts/days-off-editor.tsx";
import { EditDrawer } from "../../parts/edit-drawer.tsx";
import { GreetingField } from "../../parts/greeting-field.tsx";
import { HoursEditor } from "../../parts/hours-editor.tsx";
import { CallerIdSelect, PhoneInput, RingSeconds } from "../../parts/routing-fields.tsx";
import { StaffNotices } from "../../parts/staff-notices.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";
import { readWallClock, writeWallClock } from "../../words/format-time.ts";
import { ROLE_NAMES } from "../../words/name-things.ts";
import { InvitePerson } from "./invite-person.tsx";
import { TakeOverDialog } from "./take-over-dialog.tsx";

const valuesOf = (person: Staff | null) => ({
  name: person?.name ?? "",
  email: person?.email ?? "",
  phone: person?.phone ?? "",
  role: person?.role ?? "member",
  active: person?.active ?? true,
  ringSeconds: (person?.ringSeconds ?? "") as number | "",
  screening: (person?.screening ?? null) === null ? "" : String(person?.screening),
  callerId: (person?.callerId ?? null) as string | null,
  hours: (person?.hours ?? null) as WeeklyHours | null,
  daysOff: (person?.daysOff ?? []) as DaysOff[],
  awayUntil: (person?.awayUntil ?? null) as string | null,
  greeting: person?.greeting ?? "",
  notify: (person?.notify ?? null) as NoticeChoices | null,
  callbackPlace: (person?.callbackPlace ?? "") as number | "",
});

const fieldsOf = (values: ReturnType<typeof valuesOf>) => ({
  ...values,
  phone: orNull(values.phone.trim()),
  ringSeconds: orNull(values.ringSeconds),
  greeting: orNull(values.greeting.trim()),
  callbackPlace: orNull(values.callbackPlace),
  screening: values.screening === "" || values.screening === null ? null : values.screening === "true",
});

/** One staff member. Who leaves hands over leads and numbers first. */
export function EditStaff({ person, onClose }: { person: Staff | null; onClose: () => void }) {
  const { role, timezone } = useAccount();
  const [leaving, setLeaving] = useState<"deactivate" | "remove" | null>(null);
  const { form, submit, saveWith, changes, footer, notice } = useEditor({
    section: "staff",
    item: person,
    valuesOf,
    fieldsOf,
    done: person === null ? "The staff member is added." : `${person.name} is updated.`,
    first: "name",
    onSaved: onClose,
  });
  const send = form.onSubmit(() => {
    if (person !== null && changes().active === false) setLeaving("deactivate");
    else submit();
  });
  return (
    <EditDrawer
      title={person === null ? "Add staff member" : `Edit ${person.name}`}
      onClose={onClose}
      onSubmit={send}
      below={
        person !== null && (
          <>
            <InvitePerson person={person} />
            <Button variant="subtle" color="red" onClick={() => setLeaving("remove")}>
              Remove {person.name}
            </Button>
          </>
        )
      }
    >
      {notice}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Name" required {...form.getInputProps("name")} />
        <TextInput label="E-mail" type="email" required {...form.getInputProps("email")} />
      </SimpleGrid>
      <PhoneInput
        label="Phone"
        description="The phone that rings for this person's leads and numbers."
        {...form.getInputProps("phone")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label="Role"
          description="Members see their own leads and calls."
          allowDeselect={false}
          data={Object.entries(ROLE_NAMES)
            .filter(([value]) => value !== "owner" || role === "owner")
            .map(([value, label]) => ({ value, label }))}
          {...form.getInputProps("role")}
        />
        <RingSeconds
          description="Before the next rung is tried."
          placeholder="As the number says"
          {...form.getInputProps("ringSeconds")}
        />
        <Select
          label="Screening"
          description="Press 1 to accept a call."
          allowDeselect={false}
          data={[
            { value: "", label: "As the account says" },
            { value: "true", label: "On" },
            { value: "false", label: "Off" },
          ]}
          {...form.getInputProps("screening")}
        />
        <CallerIdSelect inherit="As the number says" {...form.getInputProps("callerId")} />
      </SimpleGrid>
      <HoursEditor
        label="Working hours"
        description="Outside of them this person is not rung."
        unset="At any time"
        none="Off"
        value={form.values.hours}
        onChange={(hours) => form.setFieldValue("hours", hours)}
        errors={form.errors}
      />
      <TextInput
        type="datetime-local"
        label="Away until"
        description={`Until then this person is not rung, whatever their hours. In ${timezone}.`}
        value={
          form.values.awayUntil === null ? "" : writeWallClock(new Date(form.values.awayUntil), timezone)
        }
        onChange={(event) => {
          const at = readWallClock(event.currentTarget.value, timezone);
          form.setFieldValue("awayUntil", at === null ? null : at.toISOString());
        }}
        error={form.errors.awayUntil}
      />
      <DaysOffEditor
        value={form.values.daysOff}
        onChange={(daysOff) => form.setFieldValue("daysOff", daysOff)}
        errors={form.errors}
      />
      <GreetingField without="As the number says" {...form.getInputProps("greeting")} />
      <StaffNotices
        value={form.values.notify}
        onChange={(notify) => form.setFieldValue("notify", notify)}
        leads={form.values.role !== "member"}
        hasPhone={form.values.phone.trim() !== ""}
        errors={form.errors}
      />
      <NumberInput
        label="Place in line for callbacks"
        description="Callbacks that nobody took care of go down this line: 1 is the first. Empty: not in line."
        placeholder="Not in line"
        min={1}
        max={1_000}
        allowDecimal={false}
        {...form.getInputProps("callbackPlace")}
      />
      <Switch
        label="Active"
        description="Who is inactive is not rung and can't sign in."
        {...form.getInputProps("active", { type: "checkbox" })}
      />
      {footer({ verb: person === null ? "Add staff member" : "Update", onCancel: onClose })}
      {leaving !== null && person !== null && (
        <TakeOverDialog
          person={person}
          removed={leaving === "remove"}
          onCancel={() => setLeaving(null)}
          onGo={(staffId) => {
            setLeaving(null);
            if (leaving === "deactivate") saveWith({ takeOver: { staffId }, verb: "Deactivate" });
            else {
              saveWith({
                takeOver: { staffId },
                remove: true,
                fields: {},
                verb: "Remove",
                done: `${person.name} is removed.`,
              });
            }
          }}
        />
      )}
    </EditDrawer>
  );
}
