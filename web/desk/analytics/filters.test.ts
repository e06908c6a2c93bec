import { expect, it } from 'vitest';
import { filtersOf, paramsOf, queryOf } from './filters';

const NOW = new Date(2026, 10, 23, 15, 30);
const filters = (address: string) => filtersOf(new URLSearchParams(address), NOW);
const midnight = (year: number, month: number, day: number) =>
  new Date(year, month - 1, day).toISOString();

it.each([
  ['', '7', '2026-11-17'],
  ['period=today', 'today', '2026-11-23'],
  ['period=30', '30', '2026-10-25'],
  ['period=own', '7', '2026-11-17'],
  ['period=100', '7', '2026-11-17'],
  ['first=2026-13-45&last=2026-11-01', '7', '2026-11-17'],
])('reads %j as %s from %s to today', (address, period, first) => {
  expect(filters(address)).toEqual({ period, first, last: '2026-11-23', agent: '', skill: '' });
});

it('asks from midnight to midnight, both days included', () => {
  const own = filters('first=2026-02-27&last=2026-02-28&agent=bob&skill=billing');
  expect(queryOf(own)).toEqual({
    from: midnight(2026, 2, 27),
    to: midnight(2026, 3, 1),
    agent: 'bob',
    skill: 'billing',
  });
});

it.each(['', 'period=30&skill=billing', 'first=2026-02-27&last=2026-02-28&agent=bob'])(
  'keeps %j in the address as it is',
  (address) => {
    expect(paramsOf(filters(address)).toString()).toBe(address);
  },
);
