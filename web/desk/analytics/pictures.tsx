import { useMemo } from 'react';
import type { Analytics } from '../../api/types';
import type { AnalyticsQuery } from './analytics-api';
import classes from './analytics.module.css';
import { Bars, Chart, FigureTable, Legend, Picture } from './parts';
import type { ChartSeries } from './step-chart';
import { counted, MOODS, OUTCOMES, share, stepName, TIMES, took } from './words';

interface Props {
  told: Analytics;
  query: AnalyticsQuery;
}

/** The figures that one looks for first. */
export function Headline({ told: { calls, transfers, times } }: { told: Analytics }) {
  const figures = [
    { name: 'Calls', value: calls.total, more: calls.open > 0 ? `${calls.open} open` : '' },
    {
      name: 'Hung up while waiting',
      value: calls.abandoned,
      more: share(calls.abandoned, calls.total),
    },
    {
      name: 'Transfers',
      value: transfers.total,
      more: transfers.total > 0 ? `${share(transfers.completed, transfers.total)} completed` : '',
    },
    { name: 'Wait for an answer', value: took(times.wait.median), more: 'half waited no longer' },
    { name: 'Handling a call', value: took(times.handle.median), more: 'half took no longer' },
  ];
  return (
    <dl className={classes.headline}>
      {figures.map(({ name, value, more }) => (
        <div key={name} className="card">
          <dt>{name}</dt>
          <dd className="tabular">{value}</dd>
          <dd className={classes.more}>{more}</dd>
        </div>
      ))}
    </dl>
  );
}

const CALLS = [
  { label: 'Calls', colour: '--bars' },
  { label: 'Transfers', colour: '--music' },
] as const;

export function CallsOverTime({ told, query }: Props) {
  const { steps, step } = told;
  const names = useMemo(() => steps.map(({ at }) => stepName(at, step)), [steps, step]);
  const series = useMemo<ChartSeries[]>(
    () => [
      { colour: CALLS[0].colour, kind: 'bars', values: steps.map(({ calls }) => calls) },
      { colour: CALLS[1].colour, kind: 'line', values: steps.map(({ transfers }) => transfers) },
    ],
    [steps],
  );
  const busiest = steps.reduce((most, one) => (one.calls > most.calls ? one : most));
  return (
    <Picture
      title="Calls and transfers"
      says={`${counted(told.calls.total, 'call')}, ${counted(told.transfers.total, 'transfer')}; most calls ${step === 'hour' ? 'from' : 'on'} ${stepName(busiest.at, step)}: ${busiest.calls}.`}
      wide
      file={{ query, table: 'days' }}
      table={
        <FigureTable
          head={[step === 'hour' ? 'From' : 'Day', 'Calls', 'Hung up while waiting', 'Transfers']}
          rows={steps.map((one, index) => [
            names[index] ?? '',
            one.calls,
            one.abandoned,
            one.transfers,
          ])}
        />
      }
    >
      <Legend entries={CALLS} />
      <Chart names={names} series={series} />
    </Picture>
  );
}

export function Outcomes({ told: { transfers }, query }: Props) {
  const bars = OUTCOMES.map(({ name, label, tone }) => ({
    key: name,
    label,
    tone,
    value: transfers[name],
  }));
  return (
    <Picture
      title="How transfers ended"
      says={
        transfers.total === 0
          ? 'No transfer began in this period.'
          : `${transfers.completed} of ${counted(transfers.total, 'transfer')} were completed.`
      }
      file={{ query, table: 'transfers' }}
      table={
        <FigureTable
          head={['Outcome', 'Transfers', 'Share']}
          rows={bars.map(({ label, value }) => [label, value, share(value, transfers.total)])}
        />
      }
    >
      <Bars bars={bars.filter(({ value }) => value > 0)} />
    </Picture>
  );
}

export function AllTimes({ told: { times } }: { told: Analytics }) {
  const rows = TIMES.map(({ name, label }) => ({ label, ...times[name] }));
  return (
    <Picture
      title="How long it took"
      says="Half took no longer than the first time, 19 of 20 no longer than the second."
      table={
        <FigureTable
          head={['What', 'How often', 'Half within', '19 of 20 within']}
          rows={rows.map(({ label, count, median, p95 }) => [
            label,
            count,
            took(median),
            took(p95),
          ])}
        />
      }
    >
      <ul className={classes.times}>
        {rows.map(({ label, median, p95 }) => (
          <li key={label}>
            <span>{label}</span>
            <span className={classes.range} aria-hidden="true">
              {median !== null && p95 !== null && (
                <i style={{ width: `${p95 > 0 ? (100 * median) / p95 : 100}%` }} />
              )}
            </span>
            <span className="tabular">
              {took(median)} <span className="soft">· {took(p95)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Picture>
  );
}

export function MoodOverTime({ told, query }: Props) {
  const { steps, step, sentiment } = told;
  const names = useMemo(() => steps.map(({ at }) => stepName(at, step)), [steps, step]);
  const series = useMemo(() => stacked(steps), [steps]);
  const lines = MOODS.reduce((sum, { name }) => sum + sentiment[name], 0);
  const { calls, rose, fell } = sentiment;
  return (
    <Picture
      title="How customers sounded"
      says={
        lines === 0
          ? 'Nothing that customers said was written down in this period.'
          : `From start to end the mood rose in ${rose} and fell in ${fell} of ${counted(calls, 'call')} with enough said to tell.`
      }
      wide
      file={{ query, table: 'days' }}
      table={
        <FigureTable
          head={[step === 'hour' ? 'From' : 'Day', ...MOODS.map(({ label }) => label), 'Mean']}
          rows={steps.map(({ moods }, index) => [
            names[index] ?? '',
            ...MOODS.map(({ name }) => moods[name]),
            moods.mean ?? '–',
          ])}
        />
      }
    >
      {lines > 0 && (
        <>
          <Legend entries={MOODS} />
          <Chart names={names} series={series} most={100} unit=" %" />
        </>
      )}
    </Picture>
  );
}

/** Each mood's share of the lines of a step, from the bottom up; the highest is drawn first. */
function stacked(steps: Analytics['steps']): ChartSeries[] {
  return MOODS.map(({ colour }, from) => ({
    colour,
    kind: 'bars' as const,
    values: steps.map(({ moods }) => {
      const total = MOODS.reduce((sum, { name }) => sum + moods[name], 0);
      const upTo = MOODS.slice(from).reduce((sum, { name }) => sum + moods[name], 0);
      return total === 0 ? null : (100 * upTo) / total;
    }),
  }));
}

export function Agents({ told: { agents }, query }: Props) {
  return (
    <Picture
      title="By agent"
      says="Calls that each was on."
      file={{ query, table: 'agents' }}
      table={
        <FigureTable
          head={['Agent', 'Calls', 'Handed over', 'Taken over', 'Declined', 'Time on a call']}
          rows={agents.map((one) => [
            one.name,
            one.calls,
            one.transfers_given,
            one.transfers_taken,
            one.declined,
            took(one.handle_median),
          ])}
        />
      }
    >
      <Bars
        bars={agents.map(({ agent, name, calls }) => ({ key: agent, label: name, value: calls }))}
      />
    </Picture>
  );
}

export function Skills({ told: { skills }, query }: Props) {
  return (
    <Picture
      title="By skill"
      says="Calls that asked for each."
      file={{ query, table: 'skills' }}
      table={
        <FigureTable
          head={['Skill', 'Calls', 'Hung up while waiting', 'Transfers', 'Wait', 'Handling']}
          rows={skills.map((one) => [
            one.skill ?? 'none',
            one.calls,
            one.abandoned,
            one.transfers,
            took(one.wait_median),
            took(one.handle_median),
          ])}
        />
      }
    >
      <Bars
        bars={skills.map(({ skill, calls }) => ({
          key: skill ?? '',
          label: skill ?? 'No skill',
          value: calls,
        }))}
      />
    </Picture>
  );
}
