import { useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { keyOf } from "../api/queries.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

/** Sends one notice again, and shows what comes of it. */
export function useResend(): (id: string) => Promise<void> {
  const { slug } = useAccount();
  const queries = useQueryClient();
  return async (id) => {
    try {
      await ask(accountPath(slug, `/notices/${id}/resend`), { method: "POST", body: {} });
      tell("It is being sent again.");
      await queries.invalidateQueries({ queryKey: keyOf(slug, "notices") });
    } catch (error) {
      tellTrouble(error);
    }
  };
}
