import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import type { BrowserPass, Call } from "../../api/types.ts";
import { useAccount } from "../account-context.ts";
import { type Called, DialerProvider } from "../dialer-context.ts";
import { tellTrouble } from "../toast.ts";
import {
  askForMicrophone,
  type BrowserLine,
  type LineState,
  openBrowserLine,
  whyNoMicrophone,
} from "./browser-line.ts";
import { DialPanel } from "./dial-panel.tsx";
import { LivePanel } from "./live-panel.tsx";
import { useWayToCall, type Way } from "./way-to-call.ts";

/** What one attempt to call is known by: a double click makes one call. */
type Order = Called & { key: string; via: Way };
type Placed = Call & { browser?: BrowserPass | null };

/** Gives its pages a dialer, and shows what becomes of the call that was made with it. */
export function Dialer({ children }: { children: ReactNode }) {
  const { slug } = useAccount();
  const wayToCall = useWayToCall();
  const [shown, setShown] = useState<"nothing" | "dial" | { id: string; name: string; over: boolean }>(
    "nothing",
  );
  const line = useRef<BrowserLine | null>(null);
  // Whoever leaves the account's pages has no button left to end it with.
  useEffect(() => () => line.current?.hangUp(), []);
  const [lineState, setLineState] = useState<LineState | null>(null);
  const place = useMutation({
    mutationFn: async ({ lead, to, key, via, campaign }: Order) => {
      if (via === "browser") {
        const trouble = whyNoMicrophone() ?? (await askForMicrophone());
        if (trouble !== null) throw new Error(trouble);
      }
      // Whom of a campaign's list is called, the server knows: the one in hand.
      if (campaign !== undefined) {
        const path = accountPath(slug, `/campaigns/${campaign}/call`);
        return ask<Placed>(path, { method: "POST", body: { via } });
      }
      return ask<Placed>(accountPath(slug, "/calls"), { method: "POST", body: { lead, to, key, via } });
    },
    onSuccess: ({ id, browser }, { name }) => {
      setShown({ id, name, over: false });
      line.current = browser ? openBrowserLine(browser, (state) => follow(id, state)) : null;
    },
    onError: tellTrouble,
  });
  /** Where the browser never came to the carrier, or was turned away there, nobody else would tell the server so. */
  const follow = (id: string, state: LineState) => {
    setLineState(state);
    if (state.is !== "failed" && state.is !== "over") return;
    ask(accountPath(slug, `/calls/${id}/hang-up`), { method: "POST", body: {} }).catch(tellTrouble);
  };
  const goesOn = typeof shown === "object" && !shown.over;
  const busy = place.isPending || goesOn;
  const call = (called: Called) => {
    if (busy) return;
    setLineState(null);
    place.mutate({ ...called, key: crypto.randomUUID(), via: wayToCall.way });
  };
  const open = () => {
    if (!busy) setShown("dial");
  };
  const close = () => setShown("nothing");
  const end = (current: { id: string; name: string }) => {
    line.current?.hangUp();
    line.current = null;
    setShown({ ...current, over: true });
  };
  return (
    <DialerProvider value={{ call, open, busy, wayToCall }}>
      {children}
      {shown === "dial" && <DialPanel wayToCall={wayToCall} onClose={close} />}
      {typeof shown === "object" && (
        <LivePanel
          key={shown.id}
          id={shown.id}
          name={shown.name}
          browser={
            lineState === null ? null : { state: lineState, mute: (muted) => line.current?.mute(muted) }
          }
          onOver={() => end(shown)}
          onClose={close}
        />
      )}
    </DialerProvider>
  );
}
