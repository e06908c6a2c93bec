import { Button, NativeSelect, SegmentedControl, TextInput, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Analytics, MeView } from '../../api/types';
import { api } from '../api';
import { KEYS } from '../live/store';
import { Empty } from '../shell/empty';
import { type AnalyticsQuery, analyticsOf } from './analytics-api';
import classes from './analytics.module.css';
import { type Filters, filtersOf, paramsOf, type PeriodName, PERIODS, queryOf } from './filters';
import {
  Agents,
  AllTimes,
  CallsOverTime,
  Headline,
  MoodOverTime,
  Outcomes,
  Skills,
} from './pictures';

/** What happened in a period: pictures, and the tables behind them. */
export default function AnalyticsPage({ me }: { me: MeView }) {
  const [params, setParams] = useSearchParams();
  const filters = filtersOf(params);
  const query = queryOf(filters);
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery({
    queryKey: ['analytics', query],
    queryFn: () => analyticsOf(query),
    placeholderData: keepPreviousData,
  });
  const change = (some: Partial<Filters>) =>
    setParams(paramsOf({ ...filters, ...some }), { replace: true });
  return (
    <div className={classes.page}>
      <Title order={1} size="h3">
        Analytics
      </Title>
      <FilterBar filters={filters} change={change} oversees={me.account.role !== 'agent'} />
      {error ? (
        <Empty title="The figures cannot be shown" text={error.message}>
          <Button size="sm" variant="light" loading={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </Empty>
      ) : data ? (
        <div className={classes.figures} aria-busy={isPlaceholderData}>
          <Figures told={data} query={query} />
        </div>
      ) : (
        <div role="status" aria-label="Loading" className={classes.grid}>
          <div className={classes.bone} data-wide="true" />
          <div className={classes.bone} />
          <div className={classes.bone} />
        </div>
      )}
    </div>
  );
}

function Figures({ told, query }: { told: Analytics; query: AnalyticsQuery }) {
  if (told.calls.total === 0 && told.transfers.total === 0) {
    return (
      <div className="card">
        <Empty
          title="No calls in this period"
          text="Choose a longer one, or look for another agent or skill."
        />
      </div>
    );
  }
  return (
    <>
      <Headline told={told} />
      <div className={classes.grid}>
        <CallsOverTime told={told} query={query} />
        <Outcomes told={told} query={query} />
        <AllTimes told={told} />
        <MoodOverTime told={told} query={query} />
        <Agents told={told} query={query} />
        <Skills told={told} query={query} />
      </div>
    </>
  );
}

interface FilterProps {
  filters: Filters;
  change: (some: Partial<Filters>) => void;
  oversees: boolean;
}

function FilterBar({ filters, change, oversees }: FilterProps) {
  const { data } = useQuery({ queryKey: KEYS.agents, queryFn: api.agents });
  const agents = data?.agents ?? [];
  const skills = [...new Set([...agents.flatMap((one) => one.skills), filters.skill])].sort();
  const { period, first, last } = filters;
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label="Period"
        size="sm"
        data={PERIODS.map(({ value, label }) => ({ value, label }))}
        value={period}
        onChange={(value) => change({ period: value as PeriodName })}
      />
      {period === 'own' && (
        <>
          <TextInput
            type="date"
            label="From"
            value={first}
            max={last}
            onChange={({ currentTarget: { value } }) => value && change({ first: value })}
          />
          <TextInput
            type="date"
            label="To"
            value={last}
            min={first}
            onChange={({ currentTarget: { value } }) => value && change({ last: value })}
          />
        </>
      )}
      {oversees && (
        <NativeSelect
          aria-label="Agent"
          value={filters.agent}
          onChange={({ currentTarget: { value } }) => change({ agent: value })}
          data={[
            { value: '', label: 'All agents' },
            ...agents.map(({ handle, name }) => ({ value: handle, label: name })),
          ]}
        />
      )}
      <NativeSelect
        aria-label="Skill"
        value={filters.skill}
        onChange={({ currentTarget: { value } }) => change({ skill: value })}
        data={[
          { value: '', label: 'All skills' },
          ...skills.filter(Boolean).map((skill) => ({ value: skill, label: skill })),
        ]}
      />
    </div>
  );
}
