import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { call, me } from '../../testing/views';
import { phone } from '../phone/phone';
import { Stage } from './stage';

it('does not say that people hear each other while the own line is down', () => {
  const view = phone.getView();
  const customer = { ...view.lines.customer, state: 'reconnecting' as const };
  const broken = { ...view, lines: { ...view.lines, customer } };
  vi.spyOn(phone, 'getView').mockReturnValue(broken);
  render(
    <MantineProvider env="test">
      <Stage me={me({ call: call() })} call={call()} transfer={null} />
    </MantineProvider>,
  );
  screen.getByText(/Your own line is reconnecting/);
  expect(screen.queryByText(/hear each other/, { selector: 'p' })).toBeNull();
  expect(screen.queryByText(/^Talking/)).toBeNull();
});
