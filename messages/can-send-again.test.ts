import { expect, test } from "vitest";
import { canSendAgain } from "./can-send-again.ts";
import { TEXT_KINDS, TEXT_STATES } from "./text-states.ts";

test("what failed or did not arrive is sent again, and of what was not sent only what somebody wrote", () => {
  const found = TEXT_KINDS.map((kind) => [
    kind,
    TEXT_STATES.filter((state) => canSendAgain({ kind, state })).join(" "),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    textBack: "undelivered failed",
    notice: "",
    person: "undelivered failed canceled",
    campaign: "undelivered failed",
    help: "undelivered failed",
    inbound: "",
  });
});
