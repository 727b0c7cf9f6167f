import {
  NumberInput,
  type NumberInputProps,
  Select,
  type SelectProps,
  TextInput,
  type TextInputProps,
} from "@mantine/core";
import { MAX_RING_SECONDS, MIN_RING_SECONDS } from "../../routing/values.ts";
import { useAccount } from "../shell/account-context.ts";
import { CALLER_ID_NAMES } from "../words/name-things.ts";

/** How long one leg rings; empty takes the next wider setting. */
export function RingSeconds(props: NumberInputProps) {
  return (
    <NumberInput
      label="Ring seconds"
      min={MIN_RING_SECONDS}
      max={MAX_RING_SECONDS}
      suffix=" s"
      allowDecimal={false}
      {...props}
    />
  );
}

/** Which number the person rung sees. `inherit` names what an empty choice means. */
export function CallerIdSelect({ inherit, ...props }: Omit<SelectProps, "data"> & { inherit?: string }) {
  return (
    <Select
      label="Caller ID"
      description="Which number the person rung sees."
      placeholder={inherit}
      clearable={inherit !== undefined}
      allowDeselect={false}
      {...props}
      data={Object.entries(CALLER_ID_NAMES).map(([value, label]) => ({ value, label }))}
    />
  );
}

/** A phone as people write it: shown in national form when left, sent as it stands. */
export function PhoneInput(props: TextInputProps) {
  const { phone } = useAccount();
  const value =
    typeof props.value === "string" && /^\+\d+$/.test(props.value) ? phone(props.value) : props.value;
  return <TextInput type="tel" autoComplete="off" {...props} value={value ?? ""} />;
}
