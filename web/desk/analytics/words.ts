import type { Analytics } from '../../api/types';
import { duration } from '../live/clock';

/** `4:05`; below ten seconds `0.3 s`; a dash where there was nothing to measure. */
export function took(seconds: number | null): string {
  if (seconds === null) return '–';
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : duration(Math.round(seconds) * 1000);
}

/** A share of a whole in per cent, if there is a whole. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** When a step begins, as short as can be. */
export function stepName(at: string, step: Analytics['step']): string {
  return (step === 'hour' ? HOUR : DAY).format(new Date(at));
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

export const OUTCOMES = [
  { name: 'completed', label: 'Completed', tone: 'good' },
  { name: 'cancelled', label: 'Cancelled', tone: 'even' },
  { name: 'declined', label: 'Declined', tone: 'low' },
  { name: 'unanswered', label: 'No answer', tone: 'low' },
  { name: 'failed', label: 'Failed', tone: 'bad' },
  { name: 'requeued', label: 'Back in the queue', tone: 'low' },
  { name: 'abandoned', label: 'Customer hung up', tone: 'bad' },
  { name: 'open', label: 'Still going on', tone: 'even' },
] as const;

export const TIMES = [
  { name: 'wait', label: 'Wait for an answer' },
  { name: 'handle', label: 'Handling a call' },
  { name: 'hold', label: 'On hold' },
  { name: 'ring', label: 'Ringing of a transfer' },
  { name: 'handoff', label: 'Handing over' },
] as const;

/** From the top of a picture to its bottom. */
export const MOODS = [
  { name: 'positive', label: 'Positive', colour: '--talk' },
  { name: 'neutral', label: 'Neutral', colour: '--quiet' },
  { name: 'negative', label: 'Negative', colour: '--music' },
  { name: 'frustrated', label: 'Frustrated', colour: '--upset' },
] as const;
