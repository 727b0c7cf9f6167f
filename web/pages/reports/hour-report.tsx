import { Text } from "@mantine/core";

/** Monday first, as the server has it. */
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** A heat map that is a table: every field holds its figure too. */
export function HourReport({ hours }: { hours: number[][] }) {
  const most = Math.max(1, ...hours.flat());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls with the keyboard has to get into it.
    <section style={{ overflowX: "auto" }} tabIndex={0} aria-label="Calls by hour and weekday">
      <table className="heat" style={{ minWidth: 720 }}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Weekday</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {HOURS.map((hour) => {
                const calls = hours[index]?.[hour] ?? 0;
                return (
                  <td key={hour} style={shade(calls / most)}>
                    {calls === 0 ? "" : calls}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="xs" c="dimmed" mt="xs">
        Calls that began in each hour. The darker, the more.
      </Text>
    </section>
  );
}

/** Text stays readable on every step: dark on the light ones, white on the dark ones. */
function shade(share: number): { background: string; color: string } {
  if (share === 0) return { background: "var(--rr-quiet)", color: "var(--mantine-color-dimmed)" };
  const steps = ["#d2ebe9", "#a6d8d5", "#78c4bf", "#1d7a75", "#0b6e6e", "#064646"];
  const step = Math.min(steps.length - 1, Math.floor(share * steps.length));
  return { background: steps[step] ?? "", color: step < 3 ? "#10201f" : "#ffffff" };
}
