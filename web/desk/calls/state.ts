import type { CallView } from '../../api/types';

export const CALL_STATE: Record<CallView['state'], { label: string; color: string }> = {
  waiting: { label: 'Waiting', color: 'orange' },
  offered: { label: 'Ringing', color: 'indigo' },
  connecting: { label: 'Connecting', color: 'indigo' },
  active: { label: 'Talking', color: 'green' },
  held: { label: 'On hold', color: 'orange' },
  agent_lost: { label: 'Agent lost', color: 'red' },
  ended: { label: 'Ended', color: 'gray' },
};

const CAUSE: Record<string, string> = {
  customer_left: 'The customer hung up',
  ended: 'Ended by an agent',
};

export function causeText(cause: string | null): string {
  return cause ? (CAUSE[cause] ?? cause.replaceAll('_', ' ')) : '';
}
