/** A form's fields as received; a repeated field has several values. Nothing is trimmed or dropped. */
export type Form = Map<string, string[]>;

/** Reads an `application/x-www-form-urlencoded` body. Total: any text is some form. */
export function readForm(body: string): Form {
  const form: Form = new Map();
  // Not by `for of`, which makes three objects for each field: this is done for every request.
  new URLSearchParams(body).forEach((value, name) => {
    const values = form.get(name);
    if (values === undefined) form.set(name, [value]);
    else values.push(value);
  });
  return form;
}

/** The first value of a field, or the empty text. */
export function field(form: Form, name: string): string {
  return form.get(name)?.[0] ?? "";
}

/** A field that holds whole seconds; null where it is missing or something else. */
export function secondsField(form: Form, name: string): number | null {
  const written = field(form, name);
  return /^\d{1,6}$/.test(written) ? Number(written) : null;
}
