import { expect, it } from 'vitest';
import { segment, sounds } from '../../testing/views';
import { timeOfDay } from '../live/clock';
import { type Label, moodSentence, pointsOf } from './mood';

const at = (minute: number) => `2026-11-23T10:${minute}:00Z`;
const course = (...labels: Label[]) =>
  pointsOf(
    labels.map((label, index) =>
      segment({ id: `s${index}`, started_at: at(30 + index), sentiment: sounds(label) }),
    ),
  );

it.each<[Label[], string]>([
  [[], ''],
  [['neutral'], 'Neutral at 30.'],
  [['frustrated'], 'Frustrated at 30.'],
  [['neutral', 'neutral'], 'Neutral since 30.'],
  [['negative', 'frustrated'], 'Frustrated since 30.'],
  [['neutral', 'frustrated', 'negative', 'neutral'], 'Frustrated at 31, calmer since 33.'],
  [['negative', 'positive', 'positive'], 'Negative at 30, positive since 31.'],
  [['frustrated', 'neutral', 'frustrated'], 'Frustrated at 30, again since 32.'],
  [['positive', 'neutral'], 'Positive at 30, neutral since 31.'],
  [['neutral', 'negative'], 'Neutral at 30, negative since 31.'],
  [['frustrated', 'positive', 'neutral'], 'Frustrated at 30, calmer since 32.'],
])('tells %j as %j', (labels, sentence) => {
  const timed = sentence.replace(/\d+/g, (minute) => timeOfDay(at(Number(minute))));
  expect(moodSentence(course(...labels))).toBe(timed);
});

it('names a minute once', () => {
  const points = course('frustrated', 'positive').map((one) => ({ ...one, at: at(30) }));
  expect(moodSentence(points)).toBe(`Frustrated at ${timeOfDay(at(30))}, then positive.`);
});

it('reads only what the customer said to an agent, to its end', () => {
  const sentiment = sounds('negative');
  const points = pointsOf([
    segment({ id: 'agent', speaker: 'agent' }),
    segment({ id: 'unfinished', final: false, sentiment }),
    segment({ id: 'private', line: 'consult', sentiment }),
    segment({ id: 'read', sentiment }),
  ]);
  expect(points.map(({ id }) => id)).toEqual(['read']);
});
