import { type CarrierFinding, inspectNumbers } from "../carriers/inspect-numbers.ts";
import { readAllSettings } from "../store/read-known-settings.ts";
import type { Diagnosis, DoctorCheck } from "./doctor-checks.ts";

/** Asks each carrier whether it takes our credentials, and whether our numbers' calls come here. */
export const checkCarriers: DoctorCheck = async (cli) => {
  try {
    const { pool } = await cli.database();
    const { carriers, numbers } = await readAllSettings(pool);
    const { publicUrl } = cli.environment();
    const found = await Promise.all(
      carriers.map(async (carrier) => {
        const ours = numbers
          .filter((number) => number.carrier_id === carrier.id)
          .map((number) => number.number);
        const findings = await inspectNumbers(carrier, ours, publicUrl, cli.fetch);
        return findings.map((finding) => diagnose(`carrier ${carrier.id}`, finding));
      }),
    );
    return found.flat();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [{ level: "failed", what: "carriers", text: `could not be checked: ${text}` }];
  }
};

function diagnose(what: string, { level, number, text }: CarrierFinding): Diagnosis {
  return { level, what: number === undefined ? what : `${what}, number ${number}`, text };
}
