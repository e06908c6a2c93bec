import { useQuery } from '@tanstack/react-query';
import { type ComponentType, lazy, Suspense } from 'react';
import type { SegmentView } from '../../api/types';
import { saidOn } from '../calls/said';
import { timeOfDay } from '../live/clock';
import { firstName } from '../shell/name';
import classes from './assist.module.css';
import { estimatedBy } from './maker';
import { type Point, moodSentence, pointsOf } from './mood';

// Drawn for the eye alone, and large: without it the sentence and the table say the same.
const MoodChart = lazy<ComponentType<{ points: Point[] }>>(() =>
  import('./mood-chart').catch(() => ({ default: () => null })),
);

interface MoodProps {
  callId: string;
  customer: string;
  /** Nothing more will be said. */
  over?: boolean;
}

/** How the customer sounds over a call: a sentence, a calm line, and its points as a table. */
export function MoodCard({ callId, customer, over = false }: MoodProps) {
  const { data: points = [] } = useQuery({ ...saidOn(callId), select: pointsIn });
  if (over && points.length === 0) return null;
  return (
    <section className={`card ${classes.mood}`} aria-labelledby="mood-title">
      <h2 id="mood-title" className="section-title">
        How {firstName(customer)} sounds
      </h2>
      <p className={classes.course}>{moodSentence(points) || 'Told with their first words.'}</p>
      <div className={classes.chart} aria-hidden="true">
        {points.length > 0 && (
          <Suspense>
            <MoodChart points={points} />
          </Suspense>
        )}
      </div>
      {points.length > 0 && <PointTable points={points} />}
      <p className={classes.maker}>{estimatedBy(points.map(({ model }) => model))}</p>
    </section>
  );
}

function pointsIn(said: { segments: SegmentView[] }): Point[] {
  return pointsOf(said.segments);
}

function PointTable({ points }: { points: Point[] }) {
  return (
    <div className="visually-hidden">
      <table>
        <caption>Line by line, from -1 (negative) to 1 (positive)</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Sounds</th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ id, at, label, score }) => (
            <tr key={id}>
              <td>{timeOfDay(at)}</td>
              <td>{label}</td>
              <td>{score}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
