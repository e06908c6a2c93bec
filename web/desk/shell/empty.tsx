import type { ReactNode } from 'react';
import classes from './empty.module.css';

/** What stands where there is nothing to show, and what to do about it. */
export function Empty(props: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <strong>{props.title}</strong>
      {props.text && <p className="soft">{props.text}</p>}
      {props.children}
    </div>
  );
}
