import { expect, it } from "vitest";
import { readOptOuts } from "./read-opt-outs.ts";

it("reads phones wherever they stand, and why", () => {
  expect(
    readOptOuts(
      [
        ["Name", "Mobile", "Reason"],
        ["Anna", "(312) 555-0123", "asked on the phone"],
        ["Bo", "+44 20 7946 0123", ""],
        ["Cy", "none", ""],
      ],
      "US",
    ),
  ).toEqual({
    rows: [
      { phone: "+13125550123", reason: "asked on the phone" },
      { phone: "+442079460123", reason: null },
    ],
    refused: [{ row: 4, reason: "there is no phone number in it" }],
  });
});

it("needs no heading", () => {
  expect(readOptOuts([["+13125550123"]], "US").rows).toHaveLength(1);
});
