import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { LineState } from '../../phone/types';
import { call, me } from '../../testing/views';
import { phone } from '../phone/phone';
import { Stage } from './stage';

/** The picture at a desk whose own line to the customer is in a state. */
function show(state: LineState, elsewhere = false): string {
  const view = phone.getView();
  const customer = { ...view.lines.customer, state };
  const changed = { ...view, elsewhere, lines: { ...view.lines, customer } };
  vi.spyOn(phone, 'getView').mockReturnValue(changed);
  render(
    <MantineProvider env="test">
      <Stage me={me({ call: call() })} call={call()} transfer={null} />
    </MantineProvider>,
  );
  return screen.getByRole('region').textContent ?? '';
}

it.each([
  ['reconnecting', 'Your own line is reconnecting', 'Reconnecting'],
  ['connecting', 'Your own line is connecting', 'Connecting'],
  ['idle', 'Your own line is connecting', 'Connecting'],
] as const)('draws nobody as talking with us while our own line is %s', (state, says, tone) => {
  const shown = show(state);
  expect(shown).toContain(says);
  expect(shown).toContain(tone);
  expect(shown).not.toMatch(/hear each other|Talking/);
});

it('draws the talk once the line is there', () => {
  expect(show('connected')).toContain('hear each other');
});

it('leaves it to the banner when the call goes on at another device', () => {
  expect(show('idle', true)).toContain('hear each other');
});
