import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { beginCall } from "../calls/call-state.ts";
import { makeScript, START } from "../calls/testing/make-script.ts";
import type { AccountId, CallId } from "../routing/values.ts";
import { keepCallRows } from "./keep-call-rows.ts";
import { readQuietCalls, type SweepPlace } from "./read-quiet-calls.ts";
import { useDatabase } from "./testing/use-database.ts";

const database = useDatabase();
const MINUTE = 60_000;

async function openCalls(accountId: string, count: number): Promise<void> {
  const rows = keepCallRows(database().pool);
  for (let number = 0; number < count; number += 1) {
    const script = makeScript({
      callId: randomUUID() as CallId,
      accountId: accountId as AccountId,
      startedAt: START + number,
    });
    const call = { carrierId: "main", carrierCallId: `CA${script.callId}`, direction: "inbound" as const };
    const people = {
      from: script.caller,
      fromAsGiven: "",
      to: script.business,
      lead: null,
      decision: null,
      attestation: null,
    };
    await rows.open({ script, ...call, ...people, state: beginCall(script).state }, {});
  }
}

test("quiet calls are looked at by the hundred, and a business with many does not keep another's from their turn", async () => {
  const { rows } = await database().pool.query<{ id: string }>(`
    INSERT INTO account (slug, name, country, timezone, ladder, ring_budget_seconds, if_nobody_answers,
      screening_staff, screening_forwarding, screening_company, caller_id, reject_withheld, allowed_countries)
    SELECT slug, slug, 'US', 'UTC', '{}', 60, 'next', true, true, false, 'caller', false, '{US}'
    FROM unnest(ARRAY['busy', 'small']) AS slug RETURNING id`);
  const [busy, small] = rows.map(({ id }) => id) as [string, string];
  await openCalls(busy, 150);
  await openCalls(small, 1);

  let after: SweepPlace | null = null;
  async function look(now: number): Promise<string[]> {
    const looked = await readQuietCalls(database().pool, { now, quietMs: 2 * MINUTE, after });
    after = looked.next;
    return looked.calls.map(({ script }) => script.accountId);
  }

  expect(await look(START + MINUTE)).toEqual([]);
  expect(await look(START + 3 * MINUTE)).toEqual(Array(100).fill(busy));
  expect(await look(START + 3 * MINUTE)).toEqual([...Array(50).fill(busy), small]);
  // Whoever was looked at rests.
  expect(await look(START + 3 * MINUTE)).toEqual([]);
  expect(await look(START + 6 * MINUTE)).toEqual(Array(100).fill(busy));
  // All may be looked at again: it goes on where it stopped.
  expect(await look(START + 9 * MINUTE)).toEqual([...Array(50).fill(busy), small]);
  expect(await look(START + 9 * MINUTE)).toEqual(Array(100).fill(busy));
});
