import type { Command } from "commander";
import type { Decision, RungVerdict } from "../../routing/decision.ts";
import { ATTESTATIONS } from "../../routing/values.ts";
import { answerWhoRings } from "../../store/answer-who-rings.ts";
import { type Cli, Refused } from "../cli.ts";

/** `ringright who-rings FROM TO`: the decision a call would get, with its reasons. */
export function addWhoRingsCommand(program: Command, cli: Cli): void {
  program
    .command("who-rings")
    .description("say whose phones would ring for a call, and why")
    .argument("<from>", "the caller's phone, or withheld")
    .argument("<to>", "the business number called")
    .option(
      "--at <time>",
      "at this time (ISO 8601; in the account's time zone unless it says) instead of now",
    )
    .option(
      "--attestation <level>",
      `what the carriers say of the caller's number: ${ATTESTATIONS.join(", ")}`,
    )
    .option("--key <key>", "what the caller presses in the number's menu")
    .option("--json", "print the decision as JSON")
    .action((from: string, to: string, options: Options) => whoRings(cli, from, to, options));
}

type Options = { at?: string; attestation?: string; key?: string; json?: true };

async function whoRings(
  cli: Cli,
  from: string,
  to: string,
  { at, attestation, key, json }: Options,
): Promise<void> {
  if (at !== undefined && !isTime(at))
    throw new Refused(`--at: expected a time such as 2026-05-04T13:00:00Z, got ${JSON.stringify(at)}`);
  const vouched = ATTESTATIONS.find((one) => one === attestation) ?? null;
  if (attestation !== undefined && vouched === null)
    throw new Refused(
      `--attestation: expected one of ${ATTESTATIONS.join(", ")}, got ${JSON.stringify(attestation)}`,
    );
  const answer = await answerWhoRings(
    await cli.database(),
    { from, to, at: at === undefined ? Date.now() : readTime(at), attestation: vouched, menuKey: key },
    null,
  );
  if (!answer.ok) {
    const field = answer.field === "menuKey" ? "--key" : answer.field.toUpperCase();
    throw new Refused(`${field}: ${answer.message}`);
  }
  const { decision } = answer;
  await cli.out(
    json
      ? `${JSON.stringify({ decision }, null, 2)}\n`
      : describe(answer.from ?? "a withheld caller", answer.to, decision),
  );
}

/** With an offset it is a moment; without, what the account's clock shows. */
function readTime(at: string): number | string {
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(at) ? Date.parse(at) : at;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text));
}

function describe(from: string, to: string, decision: Decision): string {
  const lead = decision.lead === null ? "" : ` (the lead ${decision.lead.name})`;
  const lines = [`${from}${lead} calls ${to}:`];
  if (decision.closedText !== "") lines.push(`  ${decision.closedText}`);
  if (decision.outreachText !== "") lines.push(`  ${decision.outreachText}`);
  if (decision.menuText !== "") lines.push(`  ${decision.menuText}`);
  if (decision.leadText !== "") lines.push(`  ${decision.leadText}`);
  const width = Math.max(0, ...decision.rungs.map(({ rung }) => rung.length));
  lines.push(...decision.rungs.map((verdict) => describeRung(verdict, width)));
  lines.push(`  ${decision.endingText}`);
  return `${lines.join("\n")}\n`;
}

function describeRung(
  { rung, verdict, reason, destination, seconds, text }: RungVerdict,
  width: number,
): string {
  // A group rings several phones, which its text names.
  const phone = destination === undefined ? "" : ` ${destination}`;
  const mark = verdict === "ring" ? `rings${phone} ${seconds} s` : `skipped (${reason})`;
  return `  ${rung.padEnd(width)}  ${mark}: ${text}`;
}
