import { Button } from "@mantine/core";
import { IconBan, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { accountPath, ask } from "../api/ask.ts";
import { blockedQuery } from "../api/queries.ts";
import type { Lead } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { useUndoable } from "./use-undoable.tsx";

/** Blocking and letting through, as one undoes the other. */
export function useBlocking() {
  const { slug, phone } = useAccount();
  const { run, busy } = useUndoable();
  const block = (caller: string, note?: string | null) => () =>
    ask(accountPath(slug, "/blocked-callers"), { method: "POST", body: { caller, note: note ?? null } });
  const unblock = (caller: string) => () =>
    ask(accountPath(slug, `/blocked-callers/${encodeURIComponent(caller)}`), { method: "DELETE" });
  const blocked = (caller: string) => `${showEntry(caller, phone)} is blocked.`;
  const free = (caller: string) => `${showEntry(caller, phone)} gets through again.`;
  return {
    busy,
    block: (caller: string, note?: string) =>
      run({ go: block(caller, note), done: blocked(caller), undo: unblock(caller), undone: free(caller) }),
    unblock: (caller: string, note: string | null) =>
      run({ go: unblock(caller), done: free(caller), undo: block(caller, note), undone: blocked(caller) }),
  };
}

/** An entry of the block list as people read it: a phone in their form, a pattern as it is. */
export function showEntry(caller: string, phone: (e164: string) => string): string {
  return caller.endsWith("*") ? caller : phone(caller);
}

/** One click puts the caller of a call on the block list; where a pattern covers them already, it leads there. */
export function BlockCallerButton({ caller }: { caller: string }) {
  const { slug } = useAccount();
  const blocking = useBlocking();
  const found = useQuery(blockedQuery(slug, caller)).data;
  if (found === undefined) return null;
  const entry = found.find((one) => one.caller === caller);
  if (entry !== undefined)
    return (
      <Button
        variant="default"
        leftSection={<IconCircleCheck size={16} />}
        loading={blocking.busy}
        onClick={() => void blocking.unblock(caller, entry.note)}
      >
        Let this caller through
      </Button>
    );
  const [pattern] = found.filter((one) => covers(one.caller, caller));
  if (pattern !== undefined)
    return (
      <Button
        variant="default"
        leftSection={<IconBan size={16} />}
        renderRoot={(props) => (
          <Link
            {...props}
            to="/a/$slug/settings/unwanted-callers"
            params={{ slug }}
            search={{ search: pattern.caller }}
          />
        )}
      >
        Blocked by {pattern.caller}
      </Button>
    );
  return (
    <Button
      variant="default"
      leftSection={<IconBan size={16} />}
      loading={blocking.busy}
      onClick={() => void blocking.block(caller)}
    >
      Block this caller
    </Button>
  );
}

function covers(entry: string, phone: string): boolean {
  return entry.endsWith("*") && phone.startsWith(entry.slice(0, -1));
}

/** The same for a lead with all their phones. */
export function BlockLeadButton({ lead, onDone }: { lead: Lead; onDone: () => void }) {
  const { slug } = useAccount();
  const { run, busy } = useUndoable();
  const set = (blocked: boolean) => () =>
    ask(accountPath(slug, "/leads/block"), { method: "POST", body: { ids: [lead.id], blocked } });
  const words = (blocked: boolean) => `${lead.name} ${blocked ? "is blocked" : "gets through again"}.`;
  const next = !lead.blocked;
  return (
    <Button
      variant="default"
      leftSection={next ? <IconBan size={16} /> : <IconCircleCheck size={16} />}
      loading={busy}
      onClick={() =>
        void run({ go: set(next), done: words(next), undo: set(!next), undone: words(!next) }).then(onDone)
      }
    >
      {next ? "Block this caller" : "Let this caller through"}
    </Button>
  );
}
