import { useCallback, useEffect, useSyncExternalStore } from 'react';

/** Lines that somebody wants to see, because a statement rests on them. */
export interface Citation {
  callId: string;
  ids: readonly string[];
}

const STAYS_MS = 8000;

let cited: Citation | null = null;
/** The calls whose transcript is on the screen. */
let shown: readonly string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function point(next: Citation | null): void {
  cited = next;
  changed();
}

/** For the transcript of a call: what to point at now, for some seconds. */
export function useCited(callId: string): Citation | null {
  useEffect(() => {
    shown = [...shown, callId];
    changed();
    return () => {
      shown = shown.filter((id) => id !== callId);
      changed();
    };
  }, [callId]);
  const now = useSyncExternalStore(subscribe, () => cited);
  return now?.callId === callId ? now : null;
}

/** Points at lines in the transcript of a call; null when that is not on the screen. */
export function useCite(callId: string | undefined): ((ids: readonly string[]) => void) | null {
  const there = useSyncExternalStore(subscribe, () => !!callId && shown.includes(callId));
  const cite = useCallback(
    (ids: readonly string[]) => {
      if (!callId) return;
      clearTimeout(timer);
      point({ callId, ids });
      timer = setTimeout(() => point(null), STAYS_MS);
    },
    [callId],
  );
  return there ? cite : null;
}
