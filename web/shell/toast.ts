import { notifications } from "@mantine/notifications";
import { explain } from "../api/ask.ts";

/** Says that something was done. */
export function tell(message: string): void {
  notifications.show({ message, color: "ring", autoClose: 5_000, closeButtonProps: CLOSE });
}

/** Says that something did not work; stays until it is closed. */
export function tellTrouble(error: unknown): void {
  notifications.show({
    title: "That did not work",
    message: explain(error),
    color: "red",
    autoClose: false,
    closeButtonProps: CLOSE,
  });
}

const CLOSE = { "aria-label": "Close this message" };
