import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { unreadQuery } from "../api/conversation-queries.ts";
import { useAccount } from "./account-context.ts";

/** How many conversations have something that whoever looks has not read. */
export function UnreadCount() {
  const { slug } = useAccount();
  const unread = useQuery(unreadQuery(slug)).data?.unread ?? 0;
  if (unread === 0) return null;
  return (
    <Badge size="sm" color="orange" aria-label={`${unread} unread`}>
      {unread > 99 ? "99+" : unread}
    </Badge>
  );
}
