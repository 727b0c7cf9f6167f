import { useMutation, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

export type CampaignMove = { path: string; body?: object; said?: string };

/** Does something with a campaign, and reads everything of campaigns again. */
export function useCampaignMove(id: string) {
  const { slug } = useAccount();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body = {} }: CampaignMove) =>
      ask<unknown>(accountPath(slug, `/campaigns/${id}/${path}`), { method: "POST", body }),
    onSuccess: async (_, { said }) => {
      await queries.invalidateQueries({ queryKey: keyOf(slug, "campaigns") });
      if (said !== undefined) tell(said);
    },
    onError: tellTrouble,
  });
}
