import { Alert, Button, Group } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import type { Section } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { type Plan, useSaver } from "./save-settings.tsx";
import { useNamedField } from "./use-named-field.ts";
import { useRefusal } from "./use-refusal.tsx";

type Fields = Record<string, unknown>;
type Stored = { id: string; version?: string };

/** What was typed and not saved, by what it is about: it outlives an error, a reload of data, another page. */
const drafts = new Map<string, Fields>();

export type Editor<Values extends Fields> = {
  form: UseFormReturnType<Values>;
  /** For the form's `onSubmit`. */
  submit: (event?: FormEvent<HTMLFormElement>) => void;
  /** Saves with more said than the form does, such as who takes over. */
  saveWith: (more: Partial<Plan>) => void;
  /** The fields that differ from what is stored. */
  changes: () => Fields;
  dirty: boolean;
  /** The form's buttons, its refusals, and the dialogs that saving may open. */
  footer: (options?: { verb?: string; onCancel?: () => void }) => ReactNode;
  notice: ReactNode;
};

/** A form about one thing of the settings: sends what was changed, with the version that was seen. */
export function useEditor<Item extends Stored, Values extends Fields>(options: {
  section: Section;
  /** Null: something new. */
  item: Item | null;
  valuesOf: (item: Item | null) => Values;
  fieldsOf: (values: Values) => Fields;
  done: string;
  /** The field that has the focus at first, where the address names none. */
  first?: string | undefined;
  onSaved?: (item: Fields) => void;
}): Editor<Values> {
  const { slug } = useAccount();
  const { section, item, valuesOf, fieldsOf } = options;
  const key = `${slug} ${section} ${item?.id ?? "new"}`;
  const [base, setBase] = useState(item);
  const named = useNamedField();
  const form = useForm<Values>({
    initialValues: valuesOf(item),
    // A drawer gives the focus to what is marked so.
    enhanceGetInputProps: ({ field }) =>
      field === (named ?? options.first) ? { "data-autofocus": true } : {},
    onValuesChange: (values) => drafts.set(key, values),
  });
  const { save, dialogs, busy } = useSaver();
  const refusal = useRefusal(form);

  const begin = (from: Item | null) => {
    drafts.delete(key);
    setBase(from);
    const values = valuesOf(from);
    form.setInitialValues(values);
    form.setValues(values);
    form.resetDirty(values);
    drafts.delete(key);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form is opened.
  useEffect(() => {
    const draft = drafts.get(key);
    if (draft !== undefined) form.setValues(draft as Values);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: where the form is no drawer's; once for each link.
  useEffect(() => {
    if (named !== undefined) form.getInputNode(named as never)?.focus();
  }, [named]);

  const changes = () => {
    const fields = fieldsOf(form.getValues());
    if (base === null) return fields;
    const before = fieldsOf(valuesOf(base));
    return Object.fromEntries(
      Object.entries(fields).filter(
        ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
      ),
    );
  };
  const dirty = base === null || Object.keys(changes()).length > 0;
  const changedMeanwhile = item !== null && base !== null && item.version !== base.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is stored matters here.
  useEffect(() => {
    // Nobody has typed here: the form simply shows what is there now.
    if (changedMeanwhile && !dirty) begin(item);
  }, [item?.version]);

  const saveWith = (more: Partial<Plan>) => {
    void refusal.run(() =>
      save({
        section,
        id: base?.id ?? null,
        fields: changes(),
        version: base?.version,
        verb: base === null ? "Add" : "Update",
        done: options.done,
        ...more,
        onSaved: (saved) => {
          begin(base === null ? null : (saved as unknown as Item));
          options.onSaved?.(saved);
        },
        onTheirs: (current) => begin((current as unknown as Item | null) ?? item),
      }),
    );
  };
  const submit = form.onSubmit(() => saveWith({}));

  const footer: Editor<Values>["footer"] = ({ verb, onCancel } = {}) => (
    <>
      {refusal.shown}
      <Group justify="flex-end" mt="xs">
        {(onCancel !== undefined || dirty) && (
          <Button
            variant="default"
            onClick={() => {
              begin(base);
              onCancel?.();
            }}
          >
            {onCancel === undefined ? "Discard changes" : "Cancel"}
          </Button>
        )}
        <Button type="submit" disabled={!dirty} loading={busy || refusal.busy}>
          {verb ?? "Update"}
        </Button>
      </Group>
      {dialogs}
    </>
  );
  const notice =
    changedMeanwhile && dirty ? (
      <Alert color="orange">
        Somebody changed this while you were editing. You will be asked before anything is overwritten.
      </Alert>
    ) : null;
  return { form, submit, saveWith, changes, dirty, footer, notice };
}

/** What an empty field means to the server. */
export function orNull<T>(value: T | "" | null | undefined): T | null {
  return value === "" || value === null || value === undefined ? null : value;
}
