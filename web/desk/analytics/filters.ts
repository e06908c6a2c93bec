import type { AnalyticsQuery } from './analytics-api';

export const PERIODS = [
  { value: 'today', label: 'Today' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: 'own', label: 'Own dates' },
] as const;

export type PeriodName = (typeof PERIODS)[number]['value'];

/** What the page's address says is to be shown. */
export interface Filters {
  period: PeriodName;
  /** The first and the last day, as `2026-11-23`; both are part of it. */
  first: string;
  last: string;
  agent: string;
  skill: string;
}

const DAYS: Record<Exclude<PeriodName, 'own'>, number> = { today: 1, 7: 7, 30: 30 };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function filtersOf(params: URLSearchParams, now = new Date()): Filters {
  const rest = { agent: params.get('agent') ?? '', skill: params.get('skill') ?? '' };
  const first = params.get('first') ?? '';
  const last = params.get('last') ?? '';
  if (isDay(first) && isDay(last)) return { period: 'own', first, last, ...rest };
  const named = PERIODS.find(({ value }) => value === params.get('period'))?.value;
  const period = named && named !== 'own' ? named : '7';
  return { period, first: dayOf(now, 1 - DAYS[period]), last: dayOf(now), ...rest };
}

/** The address that says so; what is usual is left out. */
export function paramsOf({ period, first, last, agent, skill }: Filters): URLSearchParams {
  const own = period === 'own' ? { first, last } : { period: period === '7' ? '' : period };
  const all = Object.entries({ ...own, agent, skill });
  return new URLSearchParams(all.filter(([, value]) => value !== ''));
}

/** From midnight to midnight, where the person is. */
export function queryOf({ first, last, agent, skill }: Filters): AnalyticsQuery {
  const [year = 0, month = 1, day = 1] = last.split('-').map(Number);
  return {
    from: midnight(first).toISOString(),
    to: new Date(year, month - 1, day + 1).toISOString(),
    ...(agent && { agent }),
    ...(skill && { skill }),
  };
}

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00`);
}

function isDay(day: string): boolean {
  return DAY.test(day) && !Number.isNaN(midnight(day).getTime());
}

/** A day as an address and a date field have it, some days from another one. */
function dayOf(date: Date, days = 0): string {
  const day = new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
