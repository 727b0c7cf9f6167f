import { Alert, Badge, Group, Stack, Text, ThemeIcon } from "@mantine/core";
import {
  IconBellRinging,
  IconClock,
  IconDialpad,
  IconMicrophone,
  IconMinus,
  IconPhoneOff,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { accountQuery } from "../api/queries.ts";
import type { Decision } from "../api/types.ts";
import { useAccount } from "../shell/account-context.ts";
import { CALLER_ID_NAMES, nameRung } from "../words/name-things.ts";

const ENDING_NAMES = { voicemail: "Voicemail", hangup: "Hang up", reject: "Busy tone" } as const;

/** The ladder from top to bottom, the verdict on every rung with its reason, and the ending. */
export function DecisionPicture({ decision }: { decision: Decision }) {
  const { say } = useAccount();
  const rings = decision.plan.length > 0;
  return (
    <Stack gap="md">
      {decision.degraded && (
        <Alert color="orange">
          Decided on last known settings: the database was away, leads were not looked up.
        </Alert>
      )}
      {/* Calls from before there were hours have no such text. */}
      {decision.closedText && (
        <Alert color="orange" icon={<IconClock size={18} />}>
          {decision.closedText}
        </Alert>
      )}
      {decision.menuText && (
        <Alert color="blue" icon={<IconDialpad size={18} />}>
          {say(decision.menuText)}
        </Alert>
      )}
      {decision.outreachText && <Alert color="blue">{say(decision.outreachText)}</Alert>}
      {decision.leadText !== "" && <Alert color="blue">{say(decision.leadText)}</Alert>}
      <ol className="steps" aria-label="Ladder">
        {decision.rungs.map((rung) => (
          <RungStep key={rung.rung} rung={rung} decision={decision} />
        ))}
        <li className="step">
          <ThemeIcon
            className="step-mark"
            size={33}
            radius="xl"
            variant="light"
            color={rings || decision.ending === "reject" ? "gray" : "orange"}
            aria-hidden
          >
            {decision.ending === "voicemail" ? <IconMicrophone size={17} /> : <IconPhoneOff size={17} />}
          </ThemeIcon>
          <Group gap="xs" mih={33}>
            <Text fw={600}>{ENDING_NAMES[decision.ending]}</Text>
            <Badge color="gray">Ending</Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {say(decision.endingText)}
          </Text>
        </li>
      </ol>
    </Stack>
  );
}

function RungStep({ rung, decision }: { rung: Decision["rungs"][number]; decision: Decision }) {
  const { say, phone, slug } = useAccount();
  const groups = useQuery(accountQuery(slug)).data?.groups;
  const ringing = rung.verdict === "ring";
  const entry = decision.plan.find((one) => one.rung === rung.rung);
  const order = decision.plan.findIndex((one) => one.rung === rung.rung) + 1;
  return (
    <li className="step">
      <ThemeIcon
        className="step-mark"
        size={33}
        radius="xl"
        variant={ringing ? "filled" : "light"}
        color={ringing ? "ring" : "gray"}
        aria-hidden
      >
        {ringing ? <IconBellRinging size={17} /> : <IconMinus size={17} />}
      </ThemeIcon>
      <Group gap="xs" mih={33}>
        <Text fw={600}>{nameRung(rung.rung, groups)}</Text>
        {ringing ? (
          <Badge color="green">{`Rings ${ordinal(order)}, ${rung.seconds ?? 0} s`}</Badge>
        ) : (
          <Badge color="gray">Skipped</Badge>
        )}
        {rung.destination !== undefined && (
          <Text size="sm" className="number">
            {phone(rung.destination)}
          </Text>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {say(rung.text)}
      </Text>
      {rung.members !== undefined && <Members members={rung.members} />}
      {entry !== undefined && (
        <Text size="xs" c="dimmed" mt={2}>
          {entry.screening ? "Screening: press 1 to accept." : "No screening: whoever picks up is connected."}{" "}
          Sees {CALLER_ID_NAMES[entry.callerId].toLowerCase()}.
        </Text>
      )}
    </li>
  );
}

/** Who of a group rings, on which phone, and who does not. */
function Members({ members }: { members: NonNullable<Decision["rungs"][number]["members"]> }) {
  const { phone } = useAccount();
  return (
    <Stack gap={4} mt={6} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {members.map(({ name, verdict, destination, seconds }) => (
        <Group key={`${name} ${destination}`} component="li" gap="xs">
          <Badge size="sm" color={verdict === "ring" ? "green" : "gray"}>
            {verdict === "ring" ? `${seconds ?? 0} s` : "Skipped"}
          </Badge>
          <Text size="sm">{name}</Text>
          {destination !== undefined && (
            <Text size="sm" c="dimmed" className="number">
              {phone(destination)}
            </Text>
          )}
        </Group>
      ))}
    </Stack>
  );
}

function ordinal(place: number): string {
  return ["first", "second", "third", "fourth", "fifth"][place - 1] ?? `as number ${place}`;
}
