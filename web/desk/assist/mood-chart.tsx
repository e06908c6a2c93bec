import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { timeOfDay } from '../live/clock';
import type { Label, Point } from './mood';

const HEIGHT = 92;
const FONT = "11px 'Inter Variable', system-ui, sans-serif";
/** Of a single line, or of some within a minute, half a minute to either side. */
const PADDING_SECONDS = 30;
/** Between two times at the axis, which tell no seconds. */
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120];
const DOT_RADIUS = 3.5;
const COLOUR: Record<Label, string> = {
  frustrated: '--upset',
  negative: '--music',
  neutral: '--soft',
  positive: '--talk',
};

const SCALE: Record<number, string> = { [-1]: 'negative', 0: 'neutral', 1: 'positive' };

/** The points as a line over time, with a dot for each in the colour of its label. */
export default function MoodChart({ points }: { points: Point[] }) {
  const { ref, width } = useElementSize();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current || width === 0) return;
    const plot = new uPlot(options(width, points), dataOf(points), place.current);
    return () => plot.destroy();
  }, [width, points, scheme]);
  return (
    <div ref={ref} style={{ height: HEIGHT }}>
      <div ref={place} />
    </div>
  );
}

function dataOf(points: Point[]): uPlot.AlignedData {
  return [points.map(({ at }) => Date.parse(at) / 1000), points.map(({ score }) => score)];
}

function options(width: number, points: Point[]): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: colour('--soft'), font: FONT, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 26, 0, 0],
    scales: {
      x: { range: (_, min, max) => [min - PADDING_SECONDS, max + PADDING_SECONDS] },
      y: { range: [-1.1, 1.1] },
    },
    axes: [
      {
        ...axis,
        size: 20,
        gap: 4,
        space: 70,
        incrs: MINUTES.map((minutes) => minutes * 60),
        grid: { show: false },
        values: (_, ticks) => ticks.map((tick) => timeOfDay(new Date(tick * 1000).toISOString())),
      },
      {
        ...axis,
        size: 58,
        gap: 6,
        grid: { stroke: colour('--line'), width: 1 },
        splits: [-1, 0, 1],
        values: (_, ticks) => ticks.map((tick) => SCALE[tick] ?? ''),
      },
    ],
    series: [{}, { stroke: colour('--soft'), width: 1.5, points: { show: false } }],
    hooks: { draw: [(plot) => dots(plot, points, colour)] },
  };
}

function dots(plot: uPlot, points: Point[], colour: (name: string) => string): void {
  const { ctx } = plot;
  for (const { at, score, label } of points) {
    const x = plot.valToPos(Date.parse(at) / 1000, 'x', true);
    const y = plot.valToPos(score, 'y', true);
    ctx.beginPath();
    ctx.arc(x, y, DOT_RADIUS * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fillStyle = colour(COLOUR[label]);
    ctx.fill();
  }
}
