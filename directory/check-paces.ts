import { type CheckSnapshot, nameNumber, type Report } from "./finding.ts";

/** Looks for numbers that may send more texts a second than their carrier takes from all of them. */
export function checkPaces({ stored }: Pick<CheckSnapshot, "stored">, report: Report): void {
  const paceOf = new Map(stored.carriers.map(({ settings }) => [settings.id, settings.textsPerSecond]));
  for (const { id, settings } of stored.numbers) {
    const own = settings.textsPerSecond;
    const most = paceOf.get(settings.carrier) ?? null;
    if (own === null || most === null || own <= most) continue;
    report(
      "paceOverCarrier",
      nameNumber(settings),
      `${nameNumber(settings)} may send ${own} texts a second, but its carrier ${settings.carrier} takes ${most} from all of its numbers together.`,
      { section: "numbers", id, field: "textsPerSecond" },
    );
  }
}
