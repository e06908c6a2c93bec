import { CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import classes from './toasts.module.css';

export interface Toast {
  key: number;
  tone: 'error' | 'warning' | 'info' | 'good';
  title: string;
  text?: string;
}

const STAYS_MS = 7000;
let toasts: Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Tells the person something in the corner, for a few seconds. */
export function tell(tone: Toast['tone'], title: string, text?: string): void {
  const toast = { key: (count += 1), tone, title, text };
  // The same sentence once: a failing thing that is tried again does not fill the screen.
  set([...toasts.filter((known) => known.title !== title || known.text !== text), toast]);
  setTimeout(() => dismiss(toast.key), STAYS_MS);
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
      {shown.map(({ key, tone, title, text }) => (
        <div key={key} className={classes.toast} data-tone={tone}>
          <div>
            <strong>{title}</strong>
            {text && <p>{text}</p>}
          </div>
          <CloseButton aria-label="Close" onClick={() => dismiss(key)} />
        </div>
      ))}
    </div>
  );
}
