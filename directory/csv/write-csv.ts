/** One line of CSV (RFC 4180): a value that holds the separator, a quote or a line's end stands in quotes. */
export function csvLine(cells: readonly (string | number | null)[], separator = ","): string {
  return `${cells.map((cell) => quote(guard(cell), separator)).join(separator)}\r\n`;
}

/** One line with the cells as they are, for giving back what somebody sent. */
export function plainCsvLine(cells: readonly string[], separator: string): string {
  return `${cells.map((cell) => quote(cell, separator)).join(separator)}\r\n`;
}

/** Programs for tables take a file for UTF-8 only where it begins so. */
export const BYTE_ORDER_MARK = "\uFEFF";

function quote(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) || cell !== cell.trim()
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

/**
 * Programs for tables run what begins like a formula: a name that does gets an apostrophe before it (OWASP,
 * CSV injection). Phones and numbers are none.
 */
function guard(cell: string | number | null): string {
  if (cell === null) return "";
  const text = String(cell);
  return /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-][\d\s();+.,-]*$/.test(text))
    ? `'${text}`
    : text;
}

/** Takes that apostrophe away again. */
export function unguard(cell: string): string {
  return /^'[=@+\t\r-]/.test(cell) ? cell.slice(1) : cell;
}
