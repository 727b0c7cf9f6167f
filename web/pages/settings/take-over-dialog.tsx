import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { leadCountQuery, numbersQuery } from "../../api/queries.ts";
import type { Staff } from "../../api/types.ts";
import { StaffSelect } from "../../parts/people-select.tsx";
import { useAccount } from "../../shell/account-context.ts";

type Props = {
  person: Staff;
  removed: boolean;
  onCancel: () => void;
  onGo: (staffId: string | null) => void;
};

/** Before somebody leaves: who takes over their leads and numbers. */
export function TakeOverDialog({ person, removed, onCancel, onGo }: Props) {
  const { slug } = useAccount();
  const [how, setHow] = useState("somebody");
  const [heir, setHeir] = useState<string | null>(null);
  const count = useQuery(leadCountQuery(slug, { assignedTo: person.id })).data;
  const numbers = useQuery(numbersQuery(slug)).data?.filter(({ user }) => user === person.email).length;
  const ready = how === "nobody" || heir !== null;
  return (
    <Modal
      opened
      onClose={onCancel}
      title={removed ? `Remove ${person.name}` : `${person.name} becomes inactive`}
      size="md"
    >
      <Stack>
        <Text size="sm">
          {person.name} has {sayHowMany(count?.count, "lead", count?.exact)} and{" "}
          {sayHowMany(numbers, "number")}. Who takes them over?
        </Text>
        <Radio.Group value={how} onChange={setHow} aria-label="Who takes over">
          <Stack gap="sm">
            <Radio value="somebody" label="Another staff member" />
            {how === "somebody" && (
              <StaffSelect
                by="id"
                aria-label="Staff member who takes over"
                placeholder="Choose a staff member"
                pl={32}
                value={heir}
                onChange={(id) => setHeir(id === person.id ? null : id)}
              />
            )}
            <Radio
              value="nobody"
              label="Nobody"
              description="Their callers ring the number's next rung, until somebody is assigned."
            />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button disabled={!ready} onClick={() => onGo(how === "nobody" ? null : heir)}>
            See what would ring
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** "no numbers", "1 lead", "about 12,000 leads"; while it is not known yet, "some leads". */
function sayHowMany(count: number | undefined, what: string, exact = true): string {
  if (count === undefined) return `some ${what}s`;
  if (count === 0) return `no ${what}s`;
  return `${exact ? "" : "about "}${count.toLocaleString()} ${what}${count === 1 ? "" : "s"}`;
}
