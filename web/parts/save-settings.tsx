import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { accountPath, ask, type Query, Refusal } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { Preview, Section } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";

/** One change of settings that somebody wants to make. */
export type Plan = {
  section: Section;
  /** Null: something new. */
  id: string | null;
  fields: Record<string, unknown>;
  version: string | undefined;
  remove?: true;
  /** Who takes over a staff member's leads and numbers; `staffId: null` is nobody. */
  takeOver?: { staffId: string | null };
  /** What the button that makes the change says. */
  verb: string;
  /** What is said when it is made. */
  done: string;
  onSaved?: (item: Record<string, unknown>) => void;
  /** The other's version was chosen over one's own. */
  onTheirs?: (current: Record<string, unknown> | null) => void;
};

type Step =
  | { at: "preview"; plan: Plan; preview: Preview }
  | { at: "conflict"; plan: Plan; message: string; current: Record<string, unknown> | null };

/**
 * Makes changes of settings: shows first what they would do to calls, and where somebody else was faster, lets the
 * person choose. What can't be saved is thrown, for the form to show.
 */
export function useSaver(): { save: (plan: Plan) => Promise<void>; dialogs: ReactNode; busy: boolean } {
  const { slug } = useAccount();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);

  const send = async (plan: Plan) => {
    setBusy(true);
    try {
      const saved = await sendPlan(slug, plan);
      setStep(null);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
      if (plan.section === "account" || plan.section === "staff")
        void queries.invalidateQueries({ queryKey: ["me"] });
      tell(plan.done);
      plan.onSaved?.(saved);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "stale") throw error;
      setStep({ at: "conflict", plan, message: error.message, current: error.current });
    } finally {
      setBusy(false);
    }
  };

  const save = async (plan: Plan) => {
    setBusy(true);
    const preview = await askPreview(slug, plan).finally(() => setBusy(false));
    if (preview !== null && preview.changes.length > 0) setStep({ at: "preview", plan, preview });
    else await send(plan);
  };

  const sendFromDialog = (plan: Plan) => {
    send(plan).catch((error: unknown) => {
      setStep(null);
      tellTrouble(error);
    });
  };

  const dialogs = (
    <>
      {step?.at === "preview" && (
        <PreviewDialog
          preview={step.preview}
          verb={step.plan.verb}
          busy={busy}
          onCancel={() => setStep(null)}
          onGo={() => sendFromDialog(step.plan)}
        />
      )}
      {step?.at === "conflict" && (
        <ConflictDialog
          message={step.message}
          mine={step.plan.fields}
          theirs={step.current}
          busy={busy}
          onCancel={() => setStep(null)}
          onTheirs={() => {
            setStep(null);
            step.plan.onTheirs?.(step.current);
            void queries.invalidateQueries({ queryKey: keyOf(slug) });
          }}
          onMine={() => {
            const version = step.current?.version;
            sendFromDialog({ ...step.plan, version: typeof version === "string" ? version : undefined });
          }}
        />
      )}
    </>
  );
  return { save, dialogs, busy };
}

/** What the change would do. Null where it can't be said just now: that must not keep anybody from saving. */
async function askPreview(slug: string, plan: Plan): Promise<Preview | null> {
  const { section, id, fields, remove, takeOver } = plan;
  try {
    return await ask<Preview>(accountPath(slug, "/preview"), {
      method: "POST",
      body: { section, id, fields, ...(remove ? { remove } : {}), ...(takeOver ? { takeOver } : {}) },
    });
  } catch (error) {
    if (error instanceof Refusal && (error.code === "invalid" || error.code === "unauthorized")) throw error;
    return null;
  }
}

async function sendPlan(slug: string, plan: Plan): Promise<Record<string, unknown>> {
  const { section, id, fields, version, remove, takeOver } = plan;
  const query: Query = takeOver === undefined ? {} : { takeOver: takeOver.staffId ?? "nobody" };
  const path = section === "account" ? "" : id === null ? `/${section}` : `/${section}/${id}`;
  const address = accountPath(slug, path, query);
  if (remove) return ask(address, { method: "DELETE", version });
  const method = id === null && section !== "account" ? "POST" : "PATCH";
  return ask(address, { method, body: fields, version });
}
