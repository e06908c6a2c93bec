import { Anchor, Badge, Button, Group, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Problem } from '../../api/problem';
import type { CallInsights } from '../../api/types';
import { duration } from '../live/clock';
import { ActionItems } from './action-items';
import classes from './assist.module.css';
import { Evidence } from './evidence';
import { insightsFile, insightsOf } from './insights-api';
import { makerName } from './maker';

/** The live event says when they are ready; this is for when it got lost. */
const LOOK_AGAIN_MS = 5000;

/** What came of a call that is over: made by itself, shown as soon as it is there. */
export function Outcome({ callId }: { callId: string }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['insights', callId],
    queryFn: () => insightsOf(callId),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? LOOK_AGAIN_MS : false),
  });
  // Erased with what was said, or from before insights were kept.
  if (error instanceof Problem && error.status === 404) return null;
  if (!data && !error) return null;
  return (
    <section className={`card ${classes.outcome}`} aria-labelledby="outcome-title">
      <Group justify="space-between">
        <h2 id="outcome-title" className="section-title">
          What came of it
        </h2>
        {data?.state === 'ready' && <Files callId={callId} />}
      </Group>
      {data ? (
        <Told callId={callId} found={data} />
      ) : (
        <>
          <p className="soft" role="alert">
            What came of this call cannot be shown. {error?.message}
          </p>
          <Group>
            <Button size="sm" variant="light" loading={isFetching} onClick={() => void refetch()}>
              Try again
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}

function Files({ callId }: { callId: string }) {
  return (
    <Group gap="sm">
      <Anchor size="sm" href={insightsFile(callId, 'csv')} download>
        Download CSV
      </Anchor>
      <Anchor size="sm" href={insightsFile(callId, 'json')} download>
        Download JSON
      </Anchor>
    </Group>
  );
}

function Told({ callId, found }: { callId: string; found: CallInsights }) {
  if (found.state === 'ready') return <Findings callId={callId} found={found} />;
  if (found.state === 'failed') {
    return (
      <p role="status">
        This call could not be analysed: it was tried several times. What was said on it is all
        here.
      </p>
    );
  }
  return (
    <p role="status" className={classes.pending}>
      <Loader size="xs" aria-hidden="true" />
      This is being made and appears here by itself, in a few seconds.
    </p>
  );
}

function Findings({ callId, found }: { callId: string; found: CallInsights }) {
  const { summary, insights, action_items, model } = found;
  const { topics = [], cause, resolution } = insights ?? {};
  return (
    <>
      <p>{summary || 'Nothing that stands out was said.'}</p>
      {topics.length > 0 && (
        <ul className={classes.topics} aria-label="Topics">
          {topics.map((topic) => (
            <li key={topic}>
              <Badge>{topic}</Badge>
            </li>
          ))}
        </ul>
      )}
      {[
        { title: 'Cause', told: cause },
        { title: 'Resolution', told: resolution },
      ].map(
        ({ title, told }) =>
          told && (
            <Part key={title} title={title}>
              <p>
                <Evidence callId={callId} ids={told.evidence ?? []}>
                  {told.text}
                </Evidence>
              </p>
            </Part>
          ),
      )}
      <Part title="To be done">
        <ActionItems callId={callId} items={action_items} />
      </Part>
      {insights && <Figures insights={insights} />}
      {model && <p className={classes.maker}>Made by {makerName(model)}: it can be wrong.</p>}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

/** What can be counted. What cannot be told is left out. */
function Figures({ insights }: { insights: NonNullable<CallInsights['insights']> }) {
  const { talk, silence_seconds: silence, holds, transfers } = insights;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const figures = [
    talk && {
      name: talk.by === 'time' ? 'Talk' : 'Talk, by words',
      value: `customer ${percent(talk.customer)}, agents ${percent(talk.agent)}`,
    },
    silence != null && { name: 'Silence', value: duration(silence * 1000) },
    holds != null && { name: 'Holds', value: holds },
    transfers != null && { name: 'Transfers', value: transfers },
  ].filter((one) => !!one);
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
