import type { CountryCode } from "../normalise-phone.ts";
import { normalisePhone } from "../normalise-phone.ts";
import { unguard } from "./write-csv.ts";

export type ReadOptOuts = {
  rows: { phone: string; reason: string | null }[];
  refused: { row: number; reason: string }[];
};

const REASON = /reason|note|said|why|how/i;
const REASON_MAX = 200;

/**
 * Phones that want no texts from the rows of a file: the first cell of each row that is a phone, and the column that is
 * headed like a reason. A first row without a phone is a heading. Pure.
 */
export function readOptOuts(rows: readonly (readonly string[])[], country: CountryCode): ReadOptOuts {
  const phoneIn = (cells: readonly string[]) =>
    cells.map((cell) => normalisePhone(unguard(cell.trim()), country)).find((phone) => phone !== null) ??
    null;
  const [first = []] = rows;
  const hasHeading = phoneIn(first) === null;
  const column = hasHeading ? first.findIndex((cell) => REASON.test(cell)) : -1;
  const read: ReadOptOuts = { rows: [], refused: [] };
  rows.forEach((cells, index) => {
    if (index === 0 && hasHeading) return;
    const phone = phoneIn(cells);
    if (phone === null) read.refused.push({ row: index + 1, reason: "there is no phone number in it" });
    else
      read.rows.push({ phone, reason: unguard((cells[column] ?? "").trim()).slice(0, REASON_MAX) || null });
  });
  return read;
}
