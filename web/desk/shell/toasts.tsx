import { CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { Link } from 'react-router';
import classes from './toasts.module.css';

export interface Toast {
  key: number;
  tone: 'error' | 'warning' | 'info' | 'good';
  title: string;
  text?: string;
  link?: { to: string; text: string };
}

const STAYS_MS = 7000;
/** To be read and then followed. */
const WITH_LINK_STAYS_MS = 20_000;
let toasts: Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Tells the person something in the corner, for a few seconds. */
export function tell(
  tone: Toast['tone'],
  title: string,
  { text, link }: Pick<Toast, 'text' | 'link'> = {},
): void {
  const toast = { key: (count += 1), tone, title, text, link };
  // The same sentence once: a failing thing that is tried again does not fill the screen.
  set([...toasts.filter((known) => known.title !== title || known.text !== text), toast]);
  setTimeout(() => dismiss(toast.key), link ? WITH_LINK_STAYS_MS : STAYS_MS);
}

function dismiss(key: number): void {
  set(toasts.filter((toast) => toast.key !== key));
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {shown.map(({ key, tone, title, text, link }) => (
        <div key={key} className={classes.toast} data-tone={tone}>
          <div>
            <strong>{title}</strong>
            {text && <p>{text}</p>}
            {link && (
              <p>
                <Link to={link.to} onClick={() => dismiss(key)}>
                  {link.text}
                </Link>
              </p>
            )}
          </div>
          <CloseButton aria-label="Close" onClick={() => dismiss(key)} />
        </div>
      ))}
    </div>
  );
}
