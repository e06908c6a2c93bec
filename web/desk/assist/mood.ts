import type { SegmentView, SentimentAnswer } from '../../api/types';
import { isOfCall } from '../calls/said';
import { timeOfDay } from '../live/clock';

export type Label = SentimentAnswer['label'];

/** How the customer sounded in one line. */
export interface Point {
  id: string;
  at: string;
  label: Label;
  /** From -1, very negative, to 1, very positive. */
  score: number;
  model: string;
}

export function pointsOf(segments: SegmentView[]): Point[] {
  return segments.flatMap((segment) => {
    const { id, started_at: at, sentiment } = segment;
    if (!sentiment || !isOfCall(segment)) return [];
    return [{ id, at, label: sentiment.label, score: sentiment.score, model: sentiment.model }];
  });
}

type Tone = 'low' | 'even' | 'good';

const TONE: Record<Label, Tone> = {
  frustrated: 'low',
  negative: 'low',
  neutral: 'even',
  positive: 'good',
};

/** Lines after each other that sound alike. */
interface Run {
  tone: Tone;
  points: Point[];
}

function runsOf(points: Point[]): Run[] {
  const runs: Run[] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last?.tone === TONE[point.label]) last.points.push(point);
    else runs.push({ tone: TONE[point.label], points: [point] });
  }
  return runs;
}

/** The course in a sentence: "Frustrated at 10:31, calmer since 10:33." Empty without lines. */
export function moodSentence(points: Point[]): string {
  const runs = runsOf(points);
  const last = runs.at(-1);
  if (!last) return '';
  const before = runs.slice(0, -1).findLast(({ tone }) => tone === 'low') ?? runs.at(-2);
  const word = wordOf(last, before);
  const start = startOf(last);
  if (!before) {
    return `${capital(word)} ${last.points.length > 1 ? 'since' : 'at'} ${start}.`;
  }
  const first = `${capital(wordOf(before))} at ${startOf(before)}`;
  // Within the same minute the time says nothing new.
  return start === startOf(before)
    ? `${first}, then ${word}.`
    : `${first}, ${word} since ${start}.`;
}

function wordOf({ tone, points }: Run, before?: Run): string {
  if (tone === 'low') {
    if (before?.tone === 'low') return 'again';
    return points.some(({ label }) => label === 'frustrated') ? 'frustrated' : 'negative';
  }
  if (tone === 'good') return 'positive';
  return before?.tone === 'low' ? 'calmer' : 'neutral';
}

function startOf({ points: [first] }: Run): string {
  return first ? timeOfDay(first.at) : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
