import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export type Series = { label: string; colour: string; values: number[] };

/** Stacked bars over labels. A picture only: the same figures stand in the table beside it. */
export function Bars({
  labels,
  series,
  height = 240,
}: {
  labels: string[];
  series: Series[];
  height?: number;
}) {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const dark = useComputedColorScheme("light") === "dark";
  useEffect(() => {
    if (place.current === null || width === 0) return;
    const ink = dark ? "#a3afb8" : "#556069";
    const grid = dark ? "#2f3a43" : "#e6eaed";
    const stacked = stack(series);
    const axis = {
      stroke: ink,
      grid: { stroke: grid, width: 1 },
      ticks: { show: false },
      font: "12px system-ui",
    };
    const plot = new uPlot(
      {
        width,
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: (_, min, max) => [min - 0.6, max + 0.6] },
          y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
        },
        axes: [
          {
            ...axis,
            grid: { show: false },
            values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? (labels[tick] ?? "") : "")),
          },
          {
            ...axis,
            size: 44,
            values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? String(tick) : "")),
          },
        ],
        series: [
          {},
          ...stacked.map(({ colour, label }) => ({
            label,
            fill: colour,
            width: 0,
            points: { show: false },
            ...bars(),
          })),
        ],
      },
      [labels.map((_, index) => index), ...stacked.map(({ values }) => values)],
      place.current,
    );
    return () => plot.destroy();
  }, [width, height, dark, labels, series]);
  return (
    <div ref={ref} aria-hidden>
      <div ref={place} style={{ height }} />
    </div>
  );
}

function bars(): { paths: uPlot.Series.PathBuilder } | object {
  const paths = uPlot.paths.bars?.({ size: [0.7, 40] });
  return paths === undefined ? {} : { paths };
}

/** The tallest is drawn first, so that each later one covers its lower part. */
function stack(series: Series[]): Series[] {
  const sums: number[] = [];
  const stacked = series.map((one) => ({
    ...one,
    values: one.values.map((value, index) => {
      sums[index] = (sums[index] ?? 0) + value;
      return sums[index] ?? 0;
    }),
  }));
  return stacked.reverse();
}
