import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import type { Call } from "../../api/types.ts";
import { useAccount } from "../account-context.ts";
import { type Called, DialerProvider } from "../dialer-context.ts";
import { tellTrouble } from "../toast.ts";
import { DialPanel } from "./dial-panel.tsx";
import { LivePanel } from "./live-panel.tsx";

/** What one attempt to call is known by: a double click makes one call. */
type Order = Called & { key: string };

/** Gives its pages a dialer, and shows what becomes of the call that was made with it. */
export function Dialer({ children }: { children: ReactNode }) {
  const { slug } = useAccount();
  const [shown, setShown] = useState<"nothing" | "dial" | { id: string; name: string; over: boolean }>(
    "nothing",
  );
  const place = useMutation({
    mutationFn: ({ lead, to, key, campaign }: Order) =>
      campaign === undefined
        ? ask<Call>(accountPath(slug, "/calls"), { method: "POST", body: { lead, to, key } })
        : ask<Call>(accountPath(slug, `/campaigns/${campaign}/call`), { method: "POST", body: {} }),
    onSuccess: ({ id }, { name }) => setShown({ id, name, over: false }),
    onError: tellTrouble,
  });
  const goesOn = typeof shown === "object" && !shown.over;
  const busy = place.isPending || goesOn;
  const call = (called: Called) => {
    if (!busy) place.mutate({ ...called, key: crypto.randomUUID() });
  };
  const open = () => {
    if (!busy) setShown("dial");
  };
  const close = () => setShown("nothing");
  return (
    <DialerProvider value={{ call, open, busy }}>
      {children}
      {shown === "dial" && <DialPanel onClose={close} />}
      {typeof shown === "object" && (
        <LivePanel
          key={shown.id}
          id={shown.id}
          name={shown.name}
          onOver={() => setShown({ ...shown, over: true })}
          onClose={close}
        />
      )}
    </DialerProvider>
  );
}
