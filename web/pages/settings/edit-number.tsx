import { Button, Select, SimpleGrid, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { WeeklyHours } from "../../../hours/weekly-hours.ts";
import { accountQuery, carriersQuery } from "../../api/queries.ts";
import type { BusinessNumber, Rung } from "../../api/types.ts";
import { ClosedLadder } from "../../parts/closed-ladder.tsx";
import { EditDrawer } from "../../parts/edit-drawer.tsx";
import { GreetingField } from "../../parts/greeting-field.tsx";
import { HoursEditor } from "../../parts/hours-editor.tsx";
import { LadderEditor } from "../../parts/ladder-editor.tsx";
import { type Menu, MenuEditor } from "../../parts/menu-editor.tsx";
import { NumberTexts } from "../../parts/number-texts.tsx";
import { StaffSelect } from "../../parts/people-select.tsx";
import { CallerIdSelect, PhoneInput, RingSeconds } from "../../parts/routing-fields.tsx";
import { orNull, useEditor } from "../../parts/use-editor.tsx";
import { useAccount } from "../../shell/account-context.ts";

const valuesOf = (number: BusinessNumber | null) => ({
  number: (number?.number ?? "") as string,
  carrier: number?.carrier ?? "",
  label: number?.label ?? "",
  forwardingNumber: (number?.forwardingNumber ?? "") as string,
  user: (number?.user ?? null) as string | null,
  ladder: (number?.ladder ?? null) as Rung[] | null,
  ringSeconds: (number?.ringSeconds ?? "") as number | "",
  callerId: (number?.callerId ?? null) as string | null,
  whisper: number?.whisper ?? "",
  hours: (number?.hours ?? null) as WeeklyHours | null,
  menu: (number?.menu ?? null) as Menu | null,
  closedLadder: (number?.closedLadder ?? null) as BusinessNumber["closedLadder"],
  greeting: number?.greeting ?? "",
  recordCalls: number?.recordCalls ?? false,
  recordingNotice: number?.recordingNotice ?? "This call may be recorded.",
  textBack: (number?.textBack ?? null) as BusinessNumber["textBack"],
  textsPerSecond: (number?.textsPerSecond ?? "") as number | "",
});

const fieldsOf = (values: ReturnType<typeof valuesOf>) => ({
  ...values,
  label: orNull(values.label.trim()),
  forwardingNumber: orNull(values.forwardingNumber.trim()),
  ringSeconds: orNull(values.ringSeconds),
  whisper: orNull(values.whisper.trim()),
  greeting: orNull(values.greeting.trim()),
  recordingNotice: orNull(values.recordingNotice.trim()),
  textsPerSecond: orNull(values.textsPerSecond),
});

/** Settings > Phone Numbers > Edit. */
export function EditNumber({ number, onClose }: { number: BusinessNumber | null; onClose: () => void }) {
  const { slug, phone, may } = useAccount();
  const account = useQuery(accountQuery(slug)).data;
  const defaultLadder = account?.ladder;
  const carriers = useQuery({ ...carriersQuery(slug), enabled: may("carriers:read") }).data ?? [];
  const name = number === null ? "" : (number.label ?? phone(number.number));
  const { form, submit, saveWith, footer, notice } = useEditor({
    section: "numbers",
    item: number,
    valuesOf,
    fieldsOf,
    done: number === null ? "The number is added." : `${name} is updated.`,
    first: number === null ? "number" : undefined,
    onSaved: onClose,
  });
  const { ladder } = form.values;
  return (
    <EditDrawer
      title={number === null ? "Add number" : `Edit ${name}`}
      onClose={onClose}
      onSubmit={submit}
      below={
        number !== null && (
          <Button
            variant="subtle"
            color="red"
            onClick={() =>
              saveWith({ remove: true, fields: {}, verb: "Remove", done: `${name} is removed.` })
            }
          >
            Remove number
          </Button>
        )
      }
    >
      {notice}
      {number === null && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <PhoneInput label="Number" required {...form.getInputProps("number")} />
          <Select
            label="Carrier"
            required
            data={carriers.map(({ id }) => id)}
            nothingFoundMessage="Connect a carrier first."
            {...form.getInputProps("carrier")}
          />
        </SimpleGrid>
      )}
      <TextInput
        label="Label"
        placeholder="Leeds line"
        description="What staff hear and see in place of the number."
        {...form.getInputProps("label")}
      />
      <PhoneInput
        label="Forwarding number"
        description="Rung if no staff member applies."
        {...form.getInputProps("forwardingNumber")}
      />
      <StaffSelect
        by="email"
        label="Number's user"
        description="The staff member to whom this number is assigned; at most one."
        placeholder="Nobody"
        {...form.getInputProps("user")}
      />
      <Switch
        label="A ladder of its own"
        description="Else this number uses the account's, from Settings > Routing."
        checked={ladder !== null}
        onChange={(event) =>
          form.setFieldValue("ladder", event.currentTarget.checked ? ((defaultLadder ?? []) as Rung[]) : null)
        }
      />
      {ladder !== null && (
        <LadderEditor
          label="Ladder"
          value={ladder}
          onChange={(next) => form.setFieldValue("ladder", next)}
          error={form.errors.ladder as string | undefined}
        />
      )}
      <MenuEditor
        value={form.values.menu}
        onChange={(menu) => form.setFieldValue("menu", menu)}
        errors={form.errors}
      />
      <HoursEditor
        label="Hours"
        unset="The account's hours, from Settings > Hours"
        value={form.values.hours}
        onChange={(hours) => form.setFieldValue("hours", hours)}
        errors={form.errors}
      />
      <ClosedLadder
        value={form.values.closedLadder}
        first={account?.closedLadder.length ? account.closedLadder : ["onCall"]}
        onChange={(next) => form.setFieldValue("closedLadder", next)}
        error={form.errors.closedLadder as string | undefined}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <RingSeconds
          description="Of each leg; a staff member's own come first."
          placeholder="As the account says"
          {...form.getInputProps("ringSeconds")}
        />
        <CallerIdSelect inherit="As the account says" {...form.getInputProps("callerId")} />
      </SimpleGrid>
      <Textarea
        label="Whisper"
        description="The sentence that the person rung hears. Empty: a built-in one that names the caller and the line."
        placeholder="{lead} is calling the {line}. Press 1 to accept."
        autosize
        minRows={2}
        {...form.getInputProps("whisper")}
      />
      <GreetingField without="As the account says" {...form.getInputProps("greeting")} />
      <Switch
        label="Record calls"
        description="Of calls that somebody answers. The law where you and your callers are may ask for more than a notice."
        {...form.getInputProps("recordCalls", { type: "checkbox" })}
      />
      {form.values.recordCalls && (
        <TextInput
          label="Notice"
          description="What callers hear before anybody is rung, and the person rung before they accept. Empty: the usual sentence."
          placeholder="This call may be recorded."
          maxLength={120}
          {...form.getInputProps("recordingNotice")}
        />
      )}
      <NumberTexts
        value={form.values}
        onChange={({ textBack, textsPerSecond }) => {
          if (textBack !== undefined) form.setFieldValue("textBack", textBack);
          if (textsPerSecond !== undefined) form.setFieldValue("textsPerSecond", textsPerSecond);
        }}
        errors={form.errors}
      />
      {footer({ verb: number === null ? "Add number" : "Update", onCancel: onClose })}
    </EditDrawer>
  );
}
