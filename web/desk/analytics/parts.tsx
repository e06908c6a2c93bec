import { Anchor } from '@mantine/core';
import { type ComponentType, lazy, type ReactNode, Suspense, useId } from 'react';
import { type AnalyticsQuery, type ExportTable, exportUrl } from './analytics-api';
import classes from './analytics.module.css';
import type { ChartProps } from './step-chart';

// For the eye alone: without it the sentence and the table say the same.
const StepChart = lazy<ComponentType<ChartProps>>(() =>
  import('./step-chart').catch(() => ({ default: () => null })),
);

interface PictureProps {
  title: string;
  /** What the picture shows, in a sentence. */
  says: string;
  wide?: boolean;
  children: ReactNode;
  table: ReactNode;
  file?: { query: AnalyticsQuery; table: ExportTable };
}

/** A picture, what it says in words, and the table behind it. */
export function Picture({ title, says, wide = false, children, table, file }: PictureProps) {
  const id = useId();
  return (
    <section className={`card ${classes.picture}`} data-wide={wide} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      <p className={classes.says}>{says}</p>
      <div className={classes.drawing}>{children}</div>
      <div className={classes.behind}>
        <details>
          <summary>
            Show as table<span className="visually-hidden">: {title}</span>
          </summary>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="scrolls" role="region" aria-label={`${title}, table`} tabIndex={0}>
            {table}
          </div>
        </details>
        {file && (
          <Anchor href={exportUrl(file.query, file.table)} download size="sm">
            Download CSV<span className="visually-hidden">: {title}</span>
          </Anchor>
        )}
      </div>
    </section>
  );
}

/** Bars or lines over the period. */
export function Chart(props: ChartProps) {
  return (
    <div className={classes.chart} aria-hidden="true">
      <Suspense>
        <StepChart {...props} />
      </Suspense>
    </div>
  );
}

export function Legend({ entries }: { entries: readonly { label: string; colour: string }[] }) {
  return (
    <ul className={classes.legend} aria-hidden="true">
      {entries.map(({ label, colour }) => (
        <li key={label}>
          <i style={{ background: `var(${colour})` }} />
          {label}
        </li>
      ))}
    </ul>
  );
}

export interface Bar {
  key: string;
  label: string;
  value: number;
  tone?: string;
}

/** Horizontal bars, the longest as wide as there is room. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className={classes.bars}>
      {bars.map(({ key, label, value, tone = 'accent' }) => (
        <li key={key}>
          <span className={classes.barName}>{label}</span>
          <span className={classes.track} aria-hidden="true">
            <i data-tone={tone} style={{ width: `${(100 * value) / most}%` }} />
          </span>
          <span className="tabular">{value}</span>
        </li>
      ))}
    </ul>
  );
}

type Cell = string | number;

/** A table whose first column names the row. */
export function FigureTable({ head, rows }: { head: readonly string[]; rows: readonly Cell[][] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], index) => (
          <tr key={`${name} ${index}`}>
            <th scope="row">{name}</th>
            {cells.map((cell, column) => (
              <td key={head[column + 1]} className="tabular">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
