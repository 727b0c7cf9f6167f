import { inspectNumbers } from "../../carriers/inspect-numbers.ts";
import type { FindingLink } from "../../directory/check-settings.ts";
import type { StoredAccount } from "../../directory/stored-settings.ts";
import { readCarriers } from "../../store/read-known-settings.ts";
import type { ApiDeps } from "./api-deps.ts";

export type WebhookFinding = {
  code: "webhookElsewhere" | "carrierRefuses";
  severity: "error" | "warning";
  text: string;
  cause: string;
  link: FindingLink;
};

/** Asks an account's carriers whether the calls of its numbers come here. */
export async function inspectWebhooks(
  { database, publicUrl, fetch: send }: ApiDeps,
  stored: StoredAccount,
): Promise<WebhookFinding[]> {
  const carriers = await readCarriers(database.pool);
  const mine = carriers.filter(({ accountId }) => accountId === stored.id);
  const found = await Promise.all(
    mine.map(async (carrier) => {
      const numbers = stored.numbers.filter(({ settings }) => settings.carrier === carrier.id);
      const ours = numbers.map(({ settings }) => settings.number);
      const findings = await inspectNumbers(carrier, ours, publicUrl ?? "", send);
      return findings.flatMap(({ level, number, text }): WebhookFinding | [] => {
        if (level === "ok") return [];
        const severity = level === "failed" ? "error" : "warning";
        const named = numbers.find(({ settings }) => settings.number === number);
        if (named === undefined) {
          return {
            code: "carrierRefuses",
            severity,
            text: `The carrier connection ${carrier.id} ${text}.`,
            cause: "Its credentials may be wrong or taken back, or the carrier is away.",
            link: { section: "carriers", id: carrier.id, field: "authToken" },
          };
        }
        return {
          code: "webhookElsewhere",
          severity,
          text: `${named.settings.label ?? number}: ${text}.`,
          cause: "What is set at the carrier is not what this installation needs.",
          link: { section: "numbers", id: named.id, field: "carrier" },
        };
      });
    }),
  );
  return found.flat();
}
