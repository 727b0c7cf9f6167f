import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import type { CallWithStory, Page, Voicemail } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tellTrouble } from "../shell/toast.ts";

/** Changes a message on the server, and then wherever it is shown, without asking for all of that again. */
export function useVoicemailChange() {
  const { slug } = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: { state: Voicemail["state"] } | "fetch" }) =>
      change === "fetch"
        ? ask<Voicemail>(accountPath(slug, `/voicemails/${id}/fetch`), { method: "POST", body: {} })
        : ask<Voicemail>(accountPath(slug, `/voicemails/${id}`), { method: "PATCH", body: change }),
    onSuccess: (changed) => {
      const replace = (one: Voicemail) => (one.id === changed.id ? changed : one);
      queries.setQueriesData<InfiniteData<Page<Voicemail>>>(
        { queryKey: keyOf(slug, "voicemails") },
        (list) =>
          list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(replace) })) },
      );
      queries.setQueryData<CallWithStory>(
        keyOf(slug, "calls", "one", changed.id),
        (call) => call && { ...call, voicemail: changed },
      );
      // A list of what is open has one less, or more.
      if (changed.state !== "heard") void queries.invalidateQueries({ queryKey: keyOf(slug, "voicemails") });
    },
    onError: tellTrouble,
  });
}
