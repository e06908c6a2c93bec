import type { SentimentAnswer } from '../../api/types';
import classes from './assist.module.css';
import { estimatedBy } from './maker';

/** How a line sounds, in a word; why and who says so in its title. */
export function Sounds({ sentiment }: { sentiment: SentimentAnswer }) {
  const { label, signals, model } = sentiment;
  const why = signals.length > 0 ? `${signals.map((one) => `“${one}”`).join(', ')} · ` : '';
  return (
    <span className={classes.sounds} title={`${why}${estimatedBy([model])}`}>
      <span className={classes.dot} data-label={label} aria-hidden="true" />
      <span className="visually-hidden">sounds </span>
      {label}
    </span>
  );
}
