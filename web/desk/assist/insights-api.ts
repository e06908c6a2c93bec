import type { CallInsights, ItemEdit } from '../../api/types';
import { client, read } from '../client';

export function insightsOf(call_id: string): Promise<CallInsights> {
  return read(client.GET('/api/calls/{call_id}/insights', { params: { path: { call_id } } }));
}

export function editItem(call_id: string, item_id: string, body: ItemEdit) {
  const params = { path: { call_id, item_id } };
  return read(client.PATCH('/api/calls/{call_id}/action-items/{item_id}', { params, body }));
}

/** Where all of it is to be had as a file. */
export function insightsFile(call_id: string, format: 'csv' | 'json'): string {
  return `/api/calls/${encodeURIComponent(call_id)}/insights/export?format=${format}`;
}
