import { Alert } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { type ReactNode, useState } from "react";
import { explain, Refusal } from "../api/ask.ts";

type AnyForm = Pick<UseFormReturnType<Record<string, unknown>>, "setErrors">;

/**
 * Runs what a form sends. A refusal is shown where it belongs: at its fields, the rest above the form; what was
 * typed stays.
 */
export function useRefusal(form: { setErrors: AnyForm["setErrors"] }): {
  busy: boolean;
  shown: ReactNode;
  run: (send: () => Promise<void>) => Promise<void>;
} {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const run = async (send: () => Promise<void>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await send();
    } catch (error) {
      if (error instanceof Refusal) form.setErrors({ ...error.fields });
      setTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  const shown =
    trouble === null ? null : (
      <Alert color="red" role="alert">
        {explain(trouble)}
      </Alert>
    );
  return { busy, shown, run };
}
