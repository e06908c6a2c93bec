import type { Analytics } from '../../api/types';
import { client, read } from '../client';

/** Which figures: a period in ISO times, and whose. */
export interface AnalyticsQuery {
  from: string;
  to: string;
  agent?: string;
  skill?: string;
}

export type ExportTable = 'days' | 'agents' | 'skills' | 'transfers';

export function analyticsOf(query: AnalyticsQuery): Promise<Analytics> {
  return read(client.GET('/api/analytics', { params: { query } }));
}

/** Where a table is to be had as a file. */
export function exportUrl(query: AnalyticsQuery, table: ExportTable): string {
  return `/api/analytics/export?${new URLSearchParams({ ...query, table }).toString()}`;
}
