import { Badge, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CallState, CallView } from '../../api/types';
import { api } from '../api';
import { clockTime, duration, useNow } from '../live/clock';
import { KEYS } from '../live/store';
import { Avatar } from '../shell/avatar';
import { Empty } from '../shell/empty';
import { Search } from '../shell/icons';
import classes from './calls.module.css';
import { CALL_STATE } from './state';

type Status = CallState | 'open' | '';

const FILTERS: { value: Status; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'ended', label: 'Ended' },
  { value: '', label: 'All' },
];
const PAGE = 30;

/** The calls this desk may see: filtered, searched, page by page. */
export function CallList({ title, first = 'open' }: { title: string; first?: Status }) {
  const [status, setStatus] = useState(first);
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: [...KEYS.calls, status, q],
      queryFn: ({ pageParam }) =>
        api.calls({
          limit: PAGE,
          ...(status && { status }),
          ...(q && { q }),
          ...(pageParam && { cursor: pageParam }),
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
    });
  const calls = data?.pages.flatMap((page) => page.calls) ?? [];
  return (
    <section className={`card ${classes.list}`} aria-labelledby="calls-title">
      <h2 id="calls-title" className="section-title">
        {title}
      </h2>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Which calls"
        data={FILTERS}
        value={status}
        onChange={(value) => setStatus(value as Status)}
      />
      <TextInput
        size="sm"
        aria-label="Search calls"
        placeholder="Search by name"
        leftSection={<Search size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {error && <Empty title="The calls cannot be shown" text={error.message} />}
      {isPending && <Waiting />}
      {data && calls.length === 0 && <NoCalls status={status} searched={q !== ''} />}
      <ul className={classes.rows}>
        {calls.map((call) => (
          <li key={call.id}>
            <Row call={call} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          variant="subtle"
          size="sm"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </section>
  );
}

function Row({ call }: { call: CallView }) {
  const state = call.transfer_id
    ? { label: 'In transfer', color: 'indigo' }
    : CALL_STATE[call.state];
  return (
    <Link to={`/calls/${call.id}`} className={classes.row}>
      <Avatar name={call.customer.name} size={34} />
      <span className={classes.rowText}>
        <strong>{call.customer.name}</strong>
        <small>
          {call.agent_name ?? (call.skill ? `for ${call.skill}` : 'nobody yet')} ·{' '}
          {call.ended_at ? clockTime(call.ended_at) : <Age at={call.created_at} />}
        </small>
      </span>
      <Badge color={state.color}>{state.label}</Badge>
    </Link>
  );
}

function Age({ at }: { at: string }) {
  return <span className="tabular">{duration(useNow() - Date.parse(at))}</span>;
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading">
      <div className={classes.bone} />
      <div className={classes.bone} />
    </div>
  );
}

function NoCalls({ status, searched }: { status: string; searched: boolean }) {
  if (searched) return <Empty title="Nothing found" text="No call of that name is here." />;
  if (status === 'ended') return <Empty title="No calls yet" text="Ended calls are kept here." />;
  if (status === 'waiting')
    return (
      <Empty title="No waiting call here" text="Who waits is offered to one agent at a time." />
    );
  if (status === '') return <Empty title="No calls yet" text="Every call is kept here." />;
  return <Empty title="No open call here" text="Calls appear as they come in." />;
}
