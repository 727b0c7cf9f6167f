import type { Holiday, WeeklyHours } from "../weekly-hours.ts";

/**
 * Whether hours are open in a minute, written another way than the code under test: by what Intl prints of the moment, and
 * by a set of all minutes of a date that are open. Knows neither Temporal nor spans that are compared.
 */
export function wallOracle(
  zone: string,
  hours: WeeklyHours,
  holidays: readonly Holiday[],
): (at: number) => boolean {
  const print = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  const made = new Map<string, Set<string>>();

  /** "HH:MM" of every open minute of a date, with those of the next date as "+HH:MM". */
  function minutesOf(date: string): Set<string> {
    const known = made.get(date);
    if (known !== undefined) return known;
    const weekday = new Date(`${date}T12:00:00Z`).toLocaleDateString("en", {
      weekday: "short",
      timeZone: "UTC",
    });
    const holiday = holidays.find((one) => one.date === date);
    const minutes = new Set<string>();
    for (const span of holiday?.hours ?? hours[weekday.toLowerCase() as keyof WeeklyHours]) {
      const [from = "", to = ""] = span.split("-");
      let minute = from;
      let next = "";
      do {
        minutes.add(next + minute);
        minute = successor(minute);
        if (minute === "24:00" && to !== "24:00") [minute, next] = ["00:00", "+"];
      } while (minute !== to);
    }
    made.set(date, minutes);
    return minutes;
  }

  /** What is the same in a whole quarter of an hour: no zone changes its clocks at another time. */
  function lookAt(begin: number) {
    // "25/12/2026, 09:30"
    const printed = print.format(begin);
    const date = `${printed.slice(6, 10)}-${printed.slice(3, 5)}-${printed.slice(0, 2)}`;
    const yesterday = new Date(Date.parse(`${date}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const [hour, minute] = [printed.slice(12, 15), Number(printed.slice(15))];
    return { begin, today: minutesOf(date), yesterday: minutesOf(yesterday), hour, minute };
  }

  let quarter = lookAt(0);
  return (at) => {
    const begin = Math.floor(at / QUARTER) * QUARTER;
    if (begin !== quarter.begin) quarter = lookAt(begin);
    const minute = quarter.minute + Math.floor((at - begin) / 60_000);
    const time = `${quarter.hour}${minute < 10 ? "0" : ""}${minute}`;
    return quarter.today.has(time) || quarter.yesterday.has(`+${time}`);
  };
}

const QUARTER = 15 * 60_000;

function successor(minute: string): string {
  const [hour, min] = minute.split(":").map(Number);
  const next = (hour ?? 0) * 60 + (min ?? 0) + 1;
  return `${String(Math.floor(next / 60)).padStart(2, "0")}:${String(next % 60).padStart(2, "0")}`;
}
