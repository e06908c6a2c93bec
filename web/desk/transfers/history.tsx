import type { AttemptView, Target, TransferView } from '../../api/types';
import { clockTime } from '../live/clock';
import classes from './transfers.module.css';

const OUTCOME: Record<AttemptView['outcome'], string> = {
  ringing: 'rings',
  accepted: 'accepted',
  declined: 'declined',
  unanswered: 'did not answer',
  unavailable: 'was not free',
  gone: 'went away',
  failed: 'was not reached',
  cancelled: 'was called off',
  inaudible: 'could not be heard',
};

export const STATE: Record<TransferView['state'], string> = {
  preparing: 'Getting ready',
  ringing: 'Ringing',
  consulting: 'Private talk',
  conferencing: 'All together',
  completing: 'Handing over',
  returning: 'Coming back',
  completed: 'Completed',
  cancelled: 'Cancelled',
  declined: 'Declined',
  unanswered: 'No answer',
  failed: 'Failed',
  requeued: 'Back in the queue',
  abandoned: 'Customer hung up',
};

export function nameOfTarget(target: Target): string {
  if (target.skill) return `skill ${target.skill}`;
  return target.agent ?? target.phone ?? target.sip_uri ?? 'somebody';
}

function attemptText({ target, name, outcome, cause }: AttemptView): string {
  const said = `${name ?? nameOfTarget(target)} ${OUTCOME[outcome]}`;
  if (cause && target.agent === null) return `${said} (${cause.replaceAll('_', ' ')})`;
  return cause && outcome === 'declined' ? `${said}: “${cause}”` : said;
}

/** Whom it was tried with, and each state with its time. */
export function TransferHistory({ transfer }: { transfer: TransferView }) {
  return (
    <details className={classes.history}>
      <summary>What has happened so far</summary>
      {transfer.attempts.length > 0 && (
        <ul aria-label="Tries">
          {transfer.attempts.map((attempt) => (
            <li key={`${attempt.at} ${attempt.outcome}`}>
              <time className="tabular">{clockTime(attempt.at)}</time> {attemptText(attempt)}
            </li>
          ))}
        </ul>
      )}
      <ol aria-label="States">
        {transfer.timeline.map(({ state, event, at }, index) => (
          <li key={`${at} ${index}`}>
            <time className="tabular">{clockTime(at)}</time> {STATE[state]}
            <span className="soft"> · {event.replaceAll('_', ' ')}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
