import { createContext, useContext } from "react";
import type { useWayToCall } from "./dialer/way-to-call.ts";

/** Whom to call: a lead, a phone of theirs, or any phone; `name` as the page shows them. */
export type Called = {
  lead?: string | undefined;
  to?: string | undefined;
  name: string;
  /** The campaign from whose list they are called, as the one in hand. */
  campaign?: string;
};

export type Dialer = {
  /** Calls somebody: one's own phone rings first. */
  call: (called: Called) => void;
  /** Opens the panel for a number to be typed. */
  open: () => void;
  /** Whether a call is on its way or going on. */
  busy: boolean;
  /** By what one talks oneself, in every call that is made here. */
  wayToCall: ReturnType<typeof useWayToCall>;
};

const DialerContext = createContext<Dialer | null>(null);
export const DialerProvider = DialerContext.Provider;

/** The account's dialer, which every page of it has. */
export function useDialer(): Dialer {
  const dialer = useContext(DialerContext);
  if (dialer === null) throw new Error("there is no dialer outside of an account's pages");
  return dialer;
}
