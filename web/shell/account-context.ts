import { createContext, useContext } from "react";
import { type Action, mayDo } from "../../access/roles.ts";
import type { MyAccount } from "../api/types.ts";
import { formatPhonesIn, usePhoneFormat } from "../words/format-phone.ts";
import { type Times, timesIn } from "../words/format-time.ts";

const AccountContext = createContext<MyAccount | null>(null);
export const AccountProvider = AccountContext.Provider;

/** The account whose pages are shown, and how it writes phones and times. */
export function useAccount(): MyAccount & {
  may: (action: Action) => boolean;
  times: Times;
  phone: (e164: string) => string;
  /** A sentence of the server with its phones as people read them. */
  say: (sentence: string) => string;
} {
  const account = useContext(AccountContext);
  if (account === null) throw new Error("there is no account outside of its pages");
  const phone = usePhoneFormat(account.country);
  return {
    ...account,
    may: (action) => mayDo(account.role, action),
    times: timesIn(account.timezone),
    phone,
    say: (sentence) => formatPhonesIn(sentence, phone),
  };
}
