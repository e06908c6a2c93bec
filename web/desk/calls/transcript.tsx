import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CallView, SegmentView } from '../../api/types';
import { Sounds } from '../assist/sounds';
import { clockTime } from '../live/clock';
import { Empty } from '../shell/empty';
import { useCited } from './citations';
import { saidOn } from './said';
import classes from './transcript.module.css';

interface TranscriptProps {
  callId: string;
  customer: string;
  /** Names of agents by id. */
  names?: Record<string, string>;
  /** Whether it is being written down; if not, why. */
  transcription?: CallView['transcription'];
}

type Trouble = Exclude<NonNullable<CallView['transcription']>, 'working' | 'posted'>;

/** Why nobody writes down what is said, and what helps. */
const TROUBLE: Record<Trouble, string> = {
  off: 'no speech recognition is set up.',
  not_installed: 'the speech recognition is not installed.',
  no_model: 'the speech model cannot be loaded.',
  refused: 'the speech service refuses our key.',
  unreachable: 'the speech service does not answer; it is tried again.',
  failing: 'the speech recognition fails; it is tried again.',
};

const NEAR_END_PX = 60;

/** What is said, as it is said. It follows the end unless the person has scrolled up. */
export function Transcript({ callId, customer, names = {}, transcription }: TranscriptProps) {
  const { data, error } = useQuery(saidOn(callId));
  const cited = useCited(callId);
  const list = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const segments = data?.segments ?? [];
  const last = segments.at(-1);
  useEffect(() => {
    if (follows) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [follows, last?.id, last?.text]);
  useEffect(() => {
    const lines = [...(list.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];
    const first = cited && lines.find(({ dataset }) => cited.ids.includes(dataset.id ?? ''));
    // At once: on its way, a smooth scroll would pass for a person's who is back at the end.
    first?.scrollIntoView({ block: 'center' });
    first?.focus({ preventScroll: true });
  }, [cited]);
  const onScroll = () => {
    const at = list.current;
    if (at) setFollows(at.scrollHeight - at.scrollTop - at.clientHeight < NEAR_END_PX);
  };
  return (
    <section className={`card ${classes.transcript}`} aria-labelledby="transcript-title">
      <h2 id="transcript-title" className="section-title">
        Transcript
      </h2>
      {transcription && transcription in TROUBLE && (
        <p className={classes.trouble} role="status">
          Nobody is transcribing this call: {TROUBLE[transcription as Trouble]}
        </p>
      )}
      {/* Scrolls, so the keyboard must get there. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.list} ref={list} onScroll={onScroll} tabIndex={0} role="log">
        {segments.length === 0 && (
          <Empty
            title={error ? 'The transcript cannot be shown' : 'Nothing said yet'}
            text={error ? error.message : 'Words appear here as they are spoken.'}
          />
        )}
        {segments.map((segment) => (
          <Line
            key={segment.id}
            segment={segment}
            who={whoSaid(segment, customer, names)}
            cited={!!cited?.ids.includes(segment.id)}
          />
        ))}
      </div>
      {!follows && (
        <Button
          className={classes.latest}
          size="compact-sm"
          radius="xl"
          onClick={() => setFollows(true)}
        >
          Newest
        </Button>
      )}
    </section>
  );
}

function Line({ segment, who, cited }: { segment: SegmentView; who: string; cited: boolean }) {
  const { id, speaker, line, text, started_at, final, sentiment } = segment;
  return (
    <div
      className={classes.segment}
      data-id={id}
      data-speaker={speaker}
      data-line={line}
      data-final={final}
      data-cited={cited}
      tabIndex={-1}
    >
      <p className={classes.who}>
        <strong>{who}</strong>
        {line === 'consult' && <span className={classes.private}>private</span>}
        {sentiment && <Sounds sentiment={sentiment} />}
        <time className="tabular">{clockTime(started_at)}</time>
      </p>
      <p className={classes.text}>{text}</p>
    </div>
  );
}

function whoSaid(segment: SegmentView, customer: string, names: Record<string, string>): string {
  if (segment.speaker === 'customer') return customer;
  const named = segment.speaker_id ? names[segment.speaker_id] : undefined;
  return named ?? (segment.speaker === 'ai' ? 'AI agent' : 'Agent');
}
