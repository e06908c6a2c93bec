import { Badge, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AnalysisAnswer, SegmentView } from '../../api/types';
import { api } from '../api';
import { isOfCall, saidOn } from '../calls/said';
import { duration } from '../live/clock';
import classes from './assist.module.css';
import { Evidence } from './evidence';
import { makerName } from './maker';

/** What came of a call that is over, found when somebody asks for it. */
export function Outcome({ callId }: { callId: string }) {
  const { data: said = false } = useQuery({ ...saidOn(callId), select: anythingSaid });
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['analysis', callId],
    queryFn: () => api.analyse(callId),
    enabled: false,
    retry: false,
  });
  if (!said) return null;
  return (
    <section className={`card ${classes.outcome}`} aria-labelledby="outcome-title">
      <h2 id="outcome-title" className="section-title">
        What came of it
      </h2>
      {data && <Findings callId={callId} found={data} />}
      {error && !data && (
        <p className="soft" role="alert">
          The call could not be analysed. {error.message}
        </p>
      )}
      {!data && (
        <Group>
          <Button size="sm" variant="light" loading={isFetching} onClick={() => void refetch()}>
            {error ? 'Try again' : 'Analyse this call'}
          </Button>
        </Group>
      )}
    </section>
  );
}

function anythingSaid({ segments }: { segments: SegmentView[] }): boolean {
  return segments.some(isOfCall);
}

function Findings({ callId, found }: { callId: string; found: AnalysisAnswer }) {
  const { summary, insights, action_items, model } = found;
  const { topics, cause, resolution } = insights;
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
      <Tasks callId={callId} items={action_items} />
      <Figures insights={insights} />
      <p className={classes.maker}>Made by {makerName(model)}: it can be wrong.</p>
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

const OWNER = { customer: 'The customer', agent: 'The agent', company: 'The company' };

function Tasks({ callId, items }: { callId: string; items: AnalysisAnswer['action_items'] }) {
  return (
    <Part title="To be done">
      {items.length === 0 && <p className="soft">Nothing was left to be done.</p>}
      <ul className={classes.tasks}>
        {items.map(({ owner, text, due, evidence }) => (
          <li key={`${owner} ${text}`}>
            <Evidence callId={callId} ids={evidence}>
              {text}
            </Evidence>
            <small className="soft">
              {OWNER[owner]}
              {due && ` · ${due}`}
            </small>
          </li>
        ))}
      </ul>
    </Part>
  );
}

/** What can be counted. What cannot be told is left out. */
function Figures({ insights }: Pick<AnalysisAnswer, 'insights'>) {
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
