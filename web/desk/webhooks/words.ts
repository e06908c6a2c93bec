import type { Delivery, WebhookCreate } from '../../api/types';

type EventType = WebhookCreate['events'][number];

/** What can be told, in the order of a call. */
export const EVENTS: { value: EventType; label: string }[] = [
  { value: 'call.ended', label: 'A call has ended' },
  { value: 'insights.ready', label: 'What came of a call is ready' },
  { value: 'transfer.completed', label: 'A transfer was completed' },
  { value: 'transfer.cancelled', label: 'A transfer was cancelled' },
  { value: 'transfer.declined', label: 'A transfer was declined' },
  { value: 'transfer.unanswered', label: 'Nobody answered a transfer' },
  { value: 'transfer.failed', label: 'A transfer failed' },
  { value: 'transfer.requeued', label: 'A transfer put the call back in the queue' },
  { value: 'transfer.abandoned', label: 'The customer hung up in a transfer' },
];

export const STATUS: Record<Delivery['status'], { label: string; color: string }> = {
  pending: { label: 'waiting', color: 'orange' },
  delivered: { label: 'delivered', color: 'green' },
  failed: { label: 'given up', color: 'red' },
  erased: { label: 'erased', color: 'gray' },
};

const OUTCOME = {
  delivered: 'answered',
  refused: 'refused it',
  timeout: 'took too long',
  unreachable: 'could not be reached',
  address_refused: 'is in a private network',
};

/** How a delivery's last try went. */
export function lastTry({ attempts }: Delivery): string {
  const last = attempts.at(-1);
  if (!last) return 'not tried yet';
  const how = last.outcome ? `It ${OUTCOME[last.outcome]}` : 'under way';
  return last.http_status ? `${how}, HTTP ${last.http_status}` : how;
}
