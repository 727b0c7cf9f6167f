import fc from "fast-check";
import { expect, test } from "vitest";
import { createFormSniffer } from "./csv-form.ts";
import { readHead } from "./lead-columns.ts";
import { readCsv } from "./read-csv.ts";
import { type ReadRow, rowReader } from "./read-lead-row.ts";
import { csvLine, plainCsvLine, unguard } from "./write-csv.ts";

/** How a file is written, and its rows; it comes in parts of a few bytes, as from a slow network. */
async function read(bytes: Uint8Array, size = 3) {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += size) parts.push(bytes.subarray(from, from + size));
  const sniffer = createFormSniffer();
  for (const part of parts) sniffer.take(part);
  const form = sniffer.end();
  const rows: string[][] = [];
  async function* stream() {
    yield* parts;
  }
  for await (const cells of readCsv(stream(), form)) rows.push(cells);
  return { form, rows };
}

test.each([
  [
    "commas",
    Buffer.from("a,b\n1,2\n"),
    "utf-8",
    ",",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  [
    "a mark at the beginning",
    Buffer.from("\uFEFFä;b\r\nü;2"),
    "utf-8",
    ";",
    [
      ["ä", "b"],
      ["ü", "2"],
    ],
  ],
  [
    "tabs",
    Buffer.from("a\tb, c\n1\t2\n\n"),
    "utf-8",
    "\t",
    [
      ["a", "b, c"],
      ["1", "2"],
    ],
  ],
  ["Windows", Buffer.from("J\xfcrgen,\x80\n", "latin1"), "windows-1252", ",", [["Jürgen", "€"]]],
  ["UTF-16", Buffer.from("\uFEFFä\tb\n", "utf16le"), "utf-16le", "\t", [["ä", "b"]]],
  ["quoted lines", Buffer.from('"a;\n""x""",b\n'), "utf-8", ",", [['a;\n"x"', "b"]]],
  [
    "stray quotes",
    Buffer.from('5" pipe,x\n"ok" y,z\n'),
    "utf-8",
    ",",
    [
      ['5" pipe', "x"],
      ['"ok" y', "z"],
    ],
  ],
  [
    "rows of other lengths",
    Buffer.from("a,b\n1\n1,2,3\n"),
    "utf-8",
    ",",
    [["a", "b"], ["1"], ["1", "2", "3"]],
  ],
])("a file with %s is read as it was meant", async (_, bytes, encoding, separator, rows) => {
  const found = await read(bytes);
  expect(found.form).toMatchObject({ encoding, separator });
  expect(found.rows).toEqual(rows);
});

test("whatever was written is read again, cell by cell", async () => {
  const cell = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/[\0\uFEFF]/.test(text));
  const rows = fc.array(fc.tuple(fc.constant("x"), cell, cell), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(",", ";", "\t"), async (written, separator) => {
      const text = `a${separator}b${separator}c\r\n${written.map((row) => plainCsvLine(row, separator)).join("")}`;
      expect((await read(Buffer.from(text), 7)).rows.slice(1)).toEqual(written.map((row) => [...row]));
    }),
  );
});

test("what a program for tables would run is guarded, and comes back as it was", () => {
  for (const name of ["=1+1", "@x", "-cmd", "+cmd|x"]) {
    expect(csvLine([name])).toBe(`'${name}\r\n`);
    expect(unguard(`'${name}`)).toBe(name);
  }
  expect(csvLine(["+13125550123", -4, null, "'tis"])).toBe("+13125550123,-4,,'tis\r\n");
});

test.each([
  [
    [
      ["Lead name", "Cell", "Sales rep", "DNC"],
      ["A", "312 555 0101", "", ""],
    ],
    { name: "Lead name", phones: ["Cell"], assignedTo: "Sales rep", blocked: "DNC" },
  ],
  [
    [
      ["id", "Who", "Contact no."],
      ["312555", "A", "(312) 555-0101"],
    ],
    { name: null, phones: ["Contact no."], assignedTo: null, blocked: null },
  ],
  [[["A", "312 555 0101"]], { name: null, phones: ["Column 2"], assignedTo: null, blocked: null }],
])("columns are known by what they are called and by what they hold: %j", (rows, suggested) => {
  expect(readHead(rows, "US").suggested).toEqual({ ...suggested, consentSource: null, consentAt: null });
});

test("columns of one name are told apart", () => {
  expect(
    readHead(
      [
        ["Phone", "Phone", ""],
        ["1", "2", "3"],
      ],
      "US",
    ).columns,
  ).toEqual(["Phone", "Phone (2)", "Column 3"]);
});

const reader = rowReader({
  columns: ["Name", "Phone", "Other", "Owner", "Block"],
  mapping: { name: "Name", phones: ["Phone", "Other"], assignedTo: "Owner", blocked: "Block" },
  rules: { country: "US", allowedCountries: ["US"] },
  staff: [{ email: "dana@acme.test", name: "Dana" }],
});
const refused = (reason: RegExp) => ({ ok: false, reason: expect.stringMatching(reason) });
test.each<[string[], ReadRow | object]>([
  [
    ["Anna", "312 555 0101; 312 555 0102", "+44 7911 123456", "DANA", "x"],
    {
      ok: true,
      lead: {
        name: "Anna",
        phones: ["+13125550101", "+13125550102", "+447911123456"],
        assignedTo: "dana@acme.test",
        blocked: true,
      },
    },
  ],
  [["Bo", "3125550101"], { ok: true, lead: { name: "Bo", phones: ["+13125550101"] } }],
  [["Bo", "3125550101", "3125550101"], { ok: true, lead: { name: "Bo", phones: ["+13125550101"] } }],
  [["", "3125550101"], refused(/^Name: there is no name$/)],
  [["A", ""], refused(/^Phone or Other: there is no phone$/)],
  [["A", "12"], refused(/^Phone or Other: "12" is no phone number/)],
  [["A", "3125550101", "", "Eve"], refused(/^Owner: there is no staff member "Eve"$/)],
  [["A", "3125550101", "", "", "perhaps"], refused(/^Block: expected yes or no, got "perhaps"$/)],
  [["A\nB", "3125550101"], refused(/^Name: expected text on one line/)],
  [["x".repeat(201), "3125550101"], refused(/^Name: expected at most 200 characters/)],
])("a row is a lead, or says why it is none: %j", (cells, expected) => {
  expect(reader(cells)).toMatchObject(expected);
});
