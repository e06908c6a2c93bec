import type { ReactNode } from 'react';
import { useCite } from '../calls/citations';
import classes from './assist.module.css';

interface EvidenceProps {
  callId: string | undefined;
  /** The lines that say so. */
  ids: readonly string[];
  /** The statement itself, which is then what is clicked. */
  children?: ReactNode;
}

/**
 * The way from a statement to the lines it rests on. Where their transcript is not on the screen
 * the statement stands alone.
 */
export function Evidence({ callId, ids, children }: EvidenceProps) {
  const cite = useCite(callId);
  if (!cite || ids.length === 0) return children;
  const shows = ids.length === 1 ? 'Show the line' : `Show the ${ids.length} lines`;
  return (
    <button
      type="button"
      className={children ? classes.statement : classes.evidence}
      title={children ? `${shows} it rests on` : undefined}
      onClick={() => cite(ids)}
    >
      {children ?? shows}
    </button>
  );
}
