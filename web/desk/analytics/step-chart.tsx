import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

/** What is drawn over the steps of a period. */
export interface ChartSeries {
  /** A custom property of the desk's theme. */
  colour: string;
  /** Bars are drawn in their order, a later one over an earlier one. */
  kind: 'bars' | 'line';
  values: (number | null)[];
}

export interface ChartProps {
  names: string[];
  series: ChartSeries[];
  /** The end of the scale; without it, the largest value. */
  most?: number;
  unit?: string;
}

const HEIGHT = 190;
const FONT = "11px 'Inter Variable', system-ui, sans-serif";

/** Bars and lines over the steps of a period, for the eye alone. */
export default function StepChart({ names, series, most, unit = '' }: ChartProps) {
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || width === 0) return;
    const drawn = optionsOf(place.current, width, { names, series, most, unit });
    const data = [names.map((_, index) => index), ...series.map(({ values }) => values)];
    const plot = new uPlot(drawn, data as uPlot.AlignedData, place.current);
    return () => plot.destroy();
  }, [width, names, series, most, unit, scheme]);
  return (
    <div ref={ref} style={{ height: HEIGHT }}>
      <div ref={place} />
    </div>
  );
}

function optionsOf(
  place: Element,
  width: number,
  { names, series, most, unit }: ChartProps,
): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--soft'), font: FONT, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 4, 0, 0],
    scales: {
      x: { time: false, range: [-0.6, names.length - 0.4] },
      y: { range: (_, __, max) => [0, most ?? Math.max(4, max * 1.05)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        gap: 6,
        space: 56,
        incrs: [1, 2, 3, 4, 6, 7, 14, 28, 56],
        grid: { show: false },
        values: (_, ticks) => ticks.map((tick) => names[tick] ?? ''),
      },
      {
        ...axis,
        size: 44,
        gap: 6,
        space: 34,
        incrs: [1, 2, 5, 10, 20, 25, 50, 100, 250, 500, 1000, 5000, 10_000],
        grid: { stroke: colour('--line'), width: 1 },
        values: (_, ticks) => ticks.map((tick) => `${tick}${unit ?? ''}`),
      },
    ],
    series: [{}, ...series.map((one) => seriesOf(one, colour, names.length))],
  };
}

function seriesOf(
  { kind, colour }: ChartSeries,
  coloured: (name: string) => string,
  steps: number,
): uPlot.Series {
  const stroke = coloured(colour);
  if (kind === 'bars') {
    return {
      fill: stroke,
      width: 0,
      points: { show: false },
      paths: uPlot.paths.bars?.({ size: [0.66, 36], radius: 0.12 }),
    };
  }
  const few = steps <= 40;
  return { stroke, width: 2, points: { show: few, size: 6, fill: stroke, stroke } };
}
