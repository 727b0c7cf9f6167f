import { Alert, Button, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { registrationsQuery } from "../api/conversation-queries.ts";
import { keyOf } from "../api/queries.ts";
import type { Registration } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

export const REGISTRATION_NAMES: Record<Registration["state"], string> = {
  blocked: "not registered for texts",
  pending: "registration for texts under way",
  rejected: "registration for texts rejected",
  registered: "registered for texts",
};

/** Numbers whose texts are blocked because they are not registered: what to do, and buttons to say or ask whether it is done. */
export function NotRegistered() {
  const { slug } = useAccount();
  const numbers = (useQuery(registrationsQuery(slug)).data ?? []).filter(({ blocked }) => blocked !== null);
  if (numbers.length === 0) return null;
  return (
    <Stack gap="sm">
      {numbers.map((one) => (
        <OneNumber key={one.number} registration={one} />
      ))}
    </Stack>
  );
}

function OneNumber({ registration }: { registration: Registration }) {
  const { slug, phone, times, may } = useAccount();
  const queries = useQueryClient();
  const { number, state, since, blocked, said, askedAt } = registration;
  const again = () => queries.invalidateQueries({ queryKey: keyOf(slug) });
  const done = async () => {
    try {
      await ask(accountPath(slug, `/text-registrations/${encodeURIComponent(number)}`), { method: "DELETE" });
      tell(`${phone(number)} sends texts again.`);
      await again();
    } catch (error) {
      tellTrouble(error);
    }
  };
  const check = async () => {
    try {
      const answer = await ask<{ asked: number; troubles: string[] }>(
        accountPath(slug, "/text-registrations/check"),
        { method: "POST", body: {} },
      );
      const [trouble] = answer.troubles;
      if (trouble !== undefined) tell(`The carrier ${trouble}`);
      else
        tell(
          answer.asked === 0
            ? "This carrier does not tell us: look into its console."
            : "The carrier was asked.",
        );
      await again();
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <Alert color="orange" title={`${phone(number)}: ${REGISTRATION_NAMES[state]}`}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          Since {times.dateTime(since)} its texts to the United States are blocked: {blocked?.text} (code{" "}
          {blocked?.code}). They wait, at most for a day.
        </Text>
        {said !== null && askedAt !== null && (
          <Text size="sm">
            The carrier said {times.dateTime(askedAt)}: {said}
          </Text>
        )}
        <Text size="sm">{blocked?.next}</Text>
        {may("numbers:write") && (
          <Button.Group>
            <Button size="xs" variant="default" onClick={() => void done()}>
              It is registered now
            </Button>
            <Button size="xs" variant="default" onClick={() => void check()}>
              Ask the carrier
            </Button>
          </Button.Group>
        )}
      </Stack>
    </Alert>
  );
}
