import { expect, test } from "vitest";
import { readContinuation, writeContinuation } from "./continuation.ts";
import { makeScript } from "./testing/make-script.ts";

const secret = Buffer.from("0123456789abcdef0123456789abcdef");

test.each([null, "This call may be recorded."])(
  "a script comes back as it was written, notice %j",
  (notice) => {
    const script = { ...makeScript(), recordingNotice: notice };
    expect(readContinuation(secret, "main", writeContinuation(secret, "main", script))).toEqual(script);
  },
);
