import type { Command } from "commander";
import { checkCarriers } from "../check-carriers.ts";
import { checkNotices } from "../check-notices.ts";
import type { Cli } from "../cli.ts";
import { type Diagnosis, DOCTOR_CHECKS, type DoctorCheck } from "../doctor-checks.ts";

const MARKS: Record<Diagnosis["level"], string> = { ok: "ok      ", warning: "warning ", failed: "FAILED  " };

/** `ringright doctor`: whether the installation is fit to take calls. */
export function addDoctorCommand(
  program: Command,
  cli: Cli,
  checks: readonly DoctorCheck[] = [...DOCTOR_CHECKS, checkNotices, checkCarriers],
): void {
  program
    .command("doctor")
    .description(
      "check the database, the data folder, the public address, mail and webhooks, and the carriers",
    )
    .option("--json", "print as JSON")
    .action(async ({ json }: { json?: true }) => {
      const found: Diagnosis[] = [];
      for (const check of checks) found.push(...(await check(cli)));
      if (found.some(({ level }) => level !== "ok")) cli.finish(1);
      if (json) {
        await cli.out(`${JSON.stringify({ checks: found }, null, 2)}\n`);
        return;
      }
      for (const { level, what, text } of found) await cli.out(`${MARKS[level]}${what}: ${text}\n`);
    });
}
