import { Alert, Button, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { accountPath, ask } from "../api/ask.ts";
import { unregisteredQuery } from "../api/conversation-queries.ts";
import { keyOf } from "../api/queries.ts";
import type { Unregistered } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { tell, tellTrouble } from "../shell/toast.ts";

/** Numbers whose texts are blocked because they are not registered: what to do, and a button to say that it is done. */
export function NotRegistered() {
  const { slug } = useAccount();
  const numbers = useQuery(unregisteredQuery(slug)).data ?? [];
  if (numbers.length === 0) return null;
  return (
    <Stack gap="sm">
      {numbers.map((one) => (
        <OneNumber key={one.number} unregistered={one} />
      ))}
    </Stack>
  );
}

function OneNumber({ unregistered }: { unregistered: Unregistered }) {
  const { slug, phone, times, may } = useAccount();
  const queries = useQueryClient();
  const { number, since, text, next, code } = unregistered;
  const done = async () => {
    try {
      await ask(accountPath(slug, `/text-registrations/${encodeURIComponent(number)}`), { method: "DELETE" });
      tell(`${phone(number)} sends texts again.`);
      await queries.invalidateQueries({ queryKey: keyOf(slug) });
    } catch (error) {
      tellTrouble(error);
    }
  };
  return (
    <Alert color="orange" title={`${phone(number)}: not registered for texts`}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          Since {times.dateTime(since)} carriers block its texts (code {code}): {text}. Texts from it wait, at
          most for a day.
        </Text>
        <Text size="sm">{next}</Text>
        {may("numbers:write") && (
          <Button size="xs" variant="default" onClick={() => void done()}>
            It is registered now
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
