import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SegmentView, SuggestionsAnswer } from '../../api/types';
import { api } from '../api';
import { isOfCall, saidOn } from '../calls/said';

const PAUSE_MS = 300;

interface Found {
  answer: SuggestionsAnswer | null;
  /** The last question was not answered; what was answered before still stands. */
  failed: boolean;
}

/** What is suggested on a call, asked anew a moment after each line. */
export function useSuggestions(callId: string): Found {
  const { data: said = '' } = useQuery({ ...saidOn(callId), select: lastSaid });
  const [asked] = useDebouncedValue(said, PAUSE_MS);
  const [found, setFound] = useState<Found>({ answer: null, failed: false });
  useEffect(() => {
    if (!asked) return;
    let newest = true;
    api.suggestions(callId).then(
      (answer) => newest && setFound({ answer, failed: false }),
      () => newest && setFound((before) => ({ ...before, failed: true })),
    );
    return () => {
      newest = false;
    };
  }, [callId, asked]);
  return found;
}

/** Changes with each line that is said to its end. */
function lastSaid({ segments }: { segments: SegmentView[] }): string {
  const said = segments.filter(isOfCall);
  const last = said.at(-1);
  return last ? JSON.stringify([said.length, last.id, last.text]) : '';
}
