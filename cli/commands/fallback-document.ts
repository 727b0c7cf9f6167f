import type { Command } from "commander";
import { writeFallbackDocument } from "../../carriers/twiml/write-fallback-document.ts";
import type { Cli } from "../cli.ts";
import { findAccount } from "../find-account.ts";

/** `ringright fallback-document`: what a carrier answers callers with while Ringright is away. */
export function addFallbackDocumentCommand(program: Command, cli: Cli): void {
  program
    .command("fallback-document")
    .description(
      "print a document to host elsewhere, as the fallback URL of the account's numbers at the carrier",
    )
    .requiredOption("--account <slug>", "the account")
    .action(async ({ account }: { account: string }) => {
      const database = await cli.database();
      const { name, company_phone: companyPhone } = await database.query
        .selectFrom("account")
        .select(["name", "company_phone"])
        .where("id", "=", await findAccount(database, account))
        .executeTakeFirstOrThrow();
      await cli.out(`${writeFallbackDocument({ name, companyPhone })}\n`);
    });
}
