import { SegmentedControl } from "@mantine/core";
import type { useWayToCall, Way } from "./way-to-call.ts";

/** Whether one talks by one's own phone or by this browser; nothing where there is only the phone. */
export function ChooseWay({
  wayToCall: { way, canChoose, choose },
  isBusy = false,
}: {
  wayToCall: ReturnType<typeof useWayToCall>;
  isBusy?: boolean;
}) {
  if (!canChoose) return null;
  return (
    <SegmentedControl
      fullWidth
      aria-label="Call with"
      disabled={isBusy}
      value={way}
      onChange={(value) => choose(value as Way)}
      data={[
        { value: "phone", label: "My phone" },
        { value: "browser", label: "This browser" },
      ]}
    />
  );
}
