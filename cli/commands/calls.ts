import { type Command, InvalidArgumentError } from "commander";
import { OUTCOMES, type Outcome } from "../../calls/call-state.ts";
import { type PresentedCall, presentCall, presentCallWithStory } from "../../calls/present-call.ts";
import { tellAfterwards } from "../../store/callbacks/tell-afterwards.ts";
import { findCall, listCalls } from "../../store/list-calls.ts";
import { findTalk } from "../../store/voicemails/find-talk.ts";
import { type Cli, Refused } from "../cli.ts";
import { findAccount } from "../find-account.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `ringright calls`, the newest first, and `ringright story ID`: where a call went, and why. */
export function addCallCommands(program: Command, cli: Cli): void {
  program
    .command("calls")
    .description("list an account's calls, the newest first")
    .requiredOption("--account <slug>", "the account")
    .option("--outcome <outcome>", `only calls that ended so: ${OUTCOMES.join(", ")}`, readOutcome)
    .option("--limit <number>", "how many, at most 1000", readLimit, 20)
    .option("--json", "print as JSON")
    .action(async ({ account, outcome, limit, json }: ListOptions) => {
      const database = await cli.database();
      const id = await findAccount(database, account);
      const records = await listCalls(database, id, { outcome }, { limit, after: null });
      const calls = records.map(presentCall);
      if (json) await cli.out(`${JSON.stringify({ items: calls }, null, 2)}\n`);
      else if (calls.length === 0) await cli.out("No calls.\n");
      else for (const call of calls) await cli.out(`${summarise(call)}\n`);
    });

  program
    .command("story <call>")
    .description("tell a call as sentences with times: who rang, who was skipped, why, and how it ended")
    .requiredOption("--account <slug>", "the account")
    .option("--json", "print the call with its story as JSON")
    .action(async (callId: string, { account, json }: { account: string; json?: true }) => {
      const database = await cli.database();
      const id = await findAccount(database, account);
      const record = UUID.test(callId) ? await findCall(database, id, callId) : null;
      if (record === null)
        throw new Refused(`${account} has no call ${callId}. \`ringright calls\` lists them.`);
      const told = presentCallWithStory(record, await findTalk(database, id, callId));
      const story = [...told.story, ...(await tellAfterwards(database.query, id, callId))];
      const call = { ...told, story };
      if (json) await cli.out(`${JSON.stringify(call, null, 2)}\n`);
      else
        for (const { at, text } of call.story)
          await cli.out(`${at.slice(0, 19).replace("T", " ")}Z  ${text}\n`);
    });
}

type ListOptions = { account: string; outcome?: Outcome; limit: number; json?: true };

function summarise({ id, startedAt, from, to, lead, outcome, state, answeredBy }: PresentedCall): string {
  const caller = lead === null ? (from ?? "withheld") : `${lead.name} (${from})`;
  const by = answeredBy === null ? "" : ` by ${answeredBy.name}`;
  return `${startedAt.slice(0, 19).replace("T", " ")}Z  ${id}  ${caller} → ${to}  ${outcome ?? state}${by}`;
}

function readOutcome(written: string): Outcome {
  const outcome = OUTCOMES.find((known) => known === written);
  if (outcome === undefined) throw new InvalidArgumentError(`Expected one of ${OUTCOMES.join(", ")}.`);
  return outcome;
}

function readLimit(written: string): number {
  if (!/^\d+$/.test(written) || Number(written) < 1 || Number(written) > 1_000) {
    throw new InvalidArgumentError("Expected a whole number from 1 to 1000.");
  }
  return Number(written);
}
