import type { Kysely } from "kysely";
import { BYTE_ORDER_MARK, plainCsvLine } from "../../directory/csv/write-csv.ts";
import type { Schema } from "../schema.ts";
import { type LeadImport, readRefused } from "./keep-imports.ts";

/** The refused rows as a file of the same form, with a column more. */
export async function* refusedLines(
  db: Kysely<Schema>,
  accountId: string,
  { id, head, form }: LeadImport,
): AsyncGenerator<string> {
  const columns = head?.columns ?? [];
  const separator = form?.separator ?? ",";
  yield BYTE_ORDER_MARK + plainCsvLine([...columns, "reason"], separator);
  for await (const rows of readRefused(db, accountId, id)) {
    const lines = rows.map(({ cells, reason }) => {
      const padded = [...cells, ...Array<string>(Math.max(columns.length - cells.length, 0)).fill("")];
      return plainCsvLine([...padded, reason], separator);
    });
    yield lines.join("");
  }
}
