import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { callbackCountQuery } from "../api/queries.ts";
import { useAccount } from "./account-context.ts";

/** How many callers wait, beside the name of their page: a member's own, else everybody's. */
export function CallbackCount() {
  const { slug } = useAccount();
  const open = useQuery(callbackCountQuery(slug)).data?.open ?? 0;
  if (open === 0) return null;
  return (
    <Badge size="sm" color="orange" aria-label={`${open} open`}>
      {open > 99 ? "99+" : open}
    </Badge>
  );
}
