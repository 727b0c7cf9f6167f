import type { Script, ScriptStep, Target } from "./script.ts";

/** A step as it was kept before several phones could ring together. */
type OldStep = Omit<Target, "staffId"> & Pick<ScriptStep, "rung" | "seconds">;

/** A script as it was kept, by this version or an older one, in today's form. */
export function upgradeScript(kept: Script): Script {
  const isOld = kept.menu === undefined || kept.steps.some((step) => step.targets === undefined);
  if (!isOld) return kept;
  return { ...kept, menu: kept.menu ?? null, steps: kept.steps.map(upgradeStep) };
}

function upgradeStep(step: ScriptStep | OldStep): ScriptStep {
  if ("targets" in step) return step;
  const { rung, seconds, ...target } = step;
  return { rung, seconds, targets: [{ ...target, staffId: null }] };
}
