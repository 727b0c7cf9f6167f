import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountPath, ask } from "../../api/ask.ts";
import { keyOf } from "../../api/queries.ts";
import { useAccount } from "../account-context.ts";

/** A person's own side of a call: their phone, which rings first, or this browser. */
export type Way = "phone" | "browser";

/** How this person calls from this browser, as they last chose it; `browser` only where a carrier is set up for it. */
export function useWayToCall(): { way: Way; canChoose: boolean; choose: (way: Way) => void } {
  const { slug, staffId, may } = useAccount();
  const key = `ringright.way-to-call.${staffId}`;
  const [chosen, setChosen] = useState(() => read(key));
  const calling = useQuery({
    queryKey: keyOf(slug, "calling"),
    queryFn: ({ signal }) => ask<{ browser: boolean }>(accountPath(slug, "/calling"), { signal }),
    enabled: may("calls:place"),
    staleTime: 60_000,
  });
  const canChoose = calling.data?.browser === true;
  return {
    canChoose,
    way: canChoose ? chosen : "phone",
    choose: (way) => {
      setChosen(way);
      write(key, way);
    },
  };
}

/** Where a browser keeps nothing, the choice lasts as long as the page. */
function read(key: string): Way {
  try {
    return localStorage.getItem(key) === "browser" ? "browser" : "phone";
  } catch {
    return "phone";
  }
}

function write(key: string, way: Way): void {
  try {
    localStorage.setItem(key, way);
  } catch {
    // It is asked again on the next page.
  }
}
