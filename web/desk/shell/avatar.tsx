import classes from './avatar.module.css';
import { initials } from './name';

/** The initials of a name in a colour that stays the same for it. */
export function Avatar({ name, size = 40 }: { name: string; size?: number }) {
  return (
    <span
      className={classes.avatar}
      style={{ width: size, height: size, fontSize: size * 0.38, '--hue': hueOf(name) }}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  );
}

export function hueOf(name: string): number {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 360;
  return sum;
}
