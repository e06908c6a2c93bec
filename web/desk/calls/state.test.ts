import { expect, it } from 'vitest';
import { causeText } from './state';

it.each([
  ['customer_ended', 'The customer hung up'],
  ['customer_left', 'The customer left the line'],
  ['customer_never_came', 'The customer never came'],
  ['agent_ended', 'Ended by the agent'],
  ['supervisor_ended', 'Ended by a supervisor'],
  ['something_new', 'something new'],
  [null, ''],
])('says of the end %s: %s', (cause, text) => expect(causeText(cause)).toBe(text));
