import { duration, useNow } from '../live/clock';
import classes from './transfers.module.css';

interface DeadlineProps {
  from: string;
  until: string;
  /** What it is the time for: "to answer". */
  label: string;
}

/** The time that is left, as a shrinking bar and in words. */
export function Deadline({ from, until, label }: DeadlineProps) {
  const now = useNow(250);
  const end = Date.parse(until);
  const whole = Math.max(1, end - Date.parse(from));
  // Another clock's news may come from a moment that is still ahead of ours.
  const left = Math.min(whole, Math.max(0, end - now));
  return (
    <div className={classes.deadline}>
      <div className={classes.track} aria-hidden="true">
        <div style={{ width: `${Math.min(100, (left / whole) * 100)}%` }} data-late={left < 5000} />
      </div>
      <span className="tabular">
        {duration(Math.ceil(left / 1000) * 1000)} {label}
      </span>
    </div>
  );
}

/** How long something lasts already. */
export function Since({ at }: { at: string }) {
  const now = useNow();
  return <span className="tabular">{duration(now - Date.parse(at))}</span>;
}
