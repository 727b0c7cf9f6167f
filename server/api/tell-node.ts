import type { ApiDeps } from "./api-deps.ts";

/** The change is committed, so a listener's trouble is ours and not the client's. */
export async function tellNode({ onSettingsChanged, log }: ApiDeps, accountId: string): Promise<void> {
  try {
    await onSettingsChanged(accountId);
  } catch (error) {
    log.error({ err: error, accountId }, "A change of settings could not be told to this node");
  }
}
