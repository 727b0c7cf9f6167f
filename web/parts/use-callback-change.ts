import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { Callback } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tellTrouble } from "../shell/toast.ts";

export type CallbackChange = { state?: "open" | "done"; note?: string; owner?: string | null };

/** Changes a callback on the server; the lists and counts that it is in are read again. */
export function useCallbackChange() {
  const { slug } = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: CallbackChange }) =>
      ask<Callback>(accountPath(slug, `/callbacks/${id}`), { method: "PATCH", body: change }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(slug, "callbacks") }),
    onError: tellTrouble,
  });
}
