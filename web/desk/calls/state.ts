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
  customer_ended: 'The customer hung up',
  customer_left: 'The customer left the line',
  customer_never_came: 'The customer never came',
  agent_ended: 'Ended by the agent',
  supervisor_ended: 'Ended by a supervisor',
  outside_hours: 'Outside the opening hours',
  nobody_there: 'Nobody was signed in',
  busy: 'The phone was busy',
  declined: 'The phone was declined',
  unanswered: 'Nobody answered',
  wrong_number: 'No number in use',
  carrier_fault: 'The carrier had a fault',
  unknown: 'The phone was not reached',
};

export function causeText(cause: string | null): string {
  return cause ? (CAUSE[cause] ?? cause.replaceAll('_', ' ')) : '';
}
