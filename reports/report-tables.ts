import { OUTCOMES } from "../calls/call-state.ts";

type Cell = string | number | null;
export const REPORT_TABLES = [
  "by-day",
  "by-hour",
  "by-number",
  "by-staff",
  "time-to-answer",
  "not-called-back",
] as const;
export type ReportTable = (typeof REPORT_TABLES)[number];

/** The figures that tables are made of; the store reads them. */
export type ReportFigures = {
  byDay: readonly ({ day: string } & Counts)[];
  byHour: readonly (readonly number[])[];
  byNumber: readonly ({ number: string; label: string | null; calls: number } & Counts)[];
  byStaff: readonly { name: string; rang: number; answered: number; secondsToAnswer: number | null }[];
  timeToAnswer: { histogram: readonly { upTo: number | null; calls: number }[] };
  notCalledBack: readonly { lead: { name: string }; phone: string; lastCallAt: string; calls: number }[];
};
type Counts = Record<(typeof OUTCOMES)[number], number>;

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const counts = (row: Counts) => OUTCOMES.map((outcome) => row[outcome]);

/** One table of a report as lines, its heading first. */
export function reportTable(report: ReportFigures, table: ReportTable): Cell[][] {
  switch (table) {
    case "by-day":
      return [["Day", ...OUTCOMES], ...report.byDay.map((row) => [row.day, ...counts(row)])];
    case "by-hour": {
      const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
      return [
        ["Weekday", ...hours],
        ...report.byHour.map((row, day): Cell[] => [WEEKDAYS[day] ?? "", ...row]),
      ];
    }
    case "by-number":
      return [
        ["Number", "Label", "Calls", ...OUTCOMES],
        ...report.byNumber.map((row) => [row.number, row.label, row.calls, ...counts(row)]),
      ];
    case "by-staff":
      return [
        ["Staff member", "Rang", "Answered", "Seconds to answer"],
        ...report.byStaff.map((row) => [row.name, row.rang, row.answered, row.secondsToAnswer]),
      ];
    case "time-to-answer": {
      const { histogram } = report.timeToAnswer;
      const last = histogram.at(-2)?.upTo ?? 0;
      return [
        ["Seconds", "Calls"],
        ...histogram.map(({ upTo, calls }) => [upTo === null ? `over ${last}` : `below ${upTo}`, calls]),
      ];
    }
    case "not-called-back":
      return [
        ["Lead", "Phone", "Last call", "Calls"],
        ...report.notCalledBack.map(({ lead, phone, lastCallAt, calls }) => [
          lead.name,
          phone,
          lastCallAt,
          calls,
        ]),
      ];
  }
}
