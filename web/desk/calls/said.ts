import { queryOptions } from '@tanstack/react-query';
import type { SegmentView } from '../../api/types';
import { api } from '../api';
import { KEYS } from '../live/store';

/** What was said on a call as far as this person may read it, in order of time. */
export function saidOn(callId: string) {
  return queryOptions({
    queryKey: KEYS.transcript(callId),
    queryFn: (): Promise<{ segments: SegmentView[] }> => api.transcript(callId),
  });
}

/** Said to the customer or by them, to its end: what assistance reads. */
export function isOfCall({ line, final }: SegmentView): boolean {
  return line === 'customer' && final;
}
