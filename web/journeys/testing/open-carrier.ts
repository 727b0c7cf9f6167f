import { type Carrier, createCarrier, listen, realClock } from "../../../simulator/index.ts";

export const OLD_WEBHOOK = "https://old.example/voice";

/** A carrier of the kind whose address a form takes, with two numbers whose calls go elsewhere. */
export async function openCarrier(numbers: readonly string[]) {
  const carrier = createCarrier({
    kind: "signalwire",
    accountSid: "11111111-2222-4333-8444-555555555555",
    authToken: "PT-right",
    signingKey: "PSK-right",
    clock: realClock(),
  });
  for (const number of numbers) carrier.addNumber({ number, voiceUrl: OLD_WEBHOOK, voiceMethod: "GET" });
  const { url, close } = await listen(carrier);
  return { url, close, projectId: carrier.accountSid, webhooks: () => webhooksOf(carrier) };
}

/** Where the calls of each number go, as the carrier has it. */
function webhooksOf({ numbers }: Carrier): Record<string, string> {
  return Object.fromEntries(
    numbers.map(({ number, voiceUrl, voiceMethod }) => [number, `${voiceMethod} ${voiceUrl}`]),
  );
}
