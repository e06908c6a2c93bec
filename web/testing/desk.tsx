import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { setupServer } from 'msw/node';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { SegmentView } from '../api/types';
import { KEYS, queries } from '../desk/live/store';

/** Draws a part of the desk. */
export function draw(part: ReactNode) {
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>{part}</QueryClientProvider>
    </MantineProvider>,
  );
}

/** What has been said on `call_1` so far. */
export function said(...segments: SegmentView[]): void {
  queries.setQueryData(KEYS.transcript('call_1'), { segments });
}

/** The server's side of the wire, for the tests of one file. */
export function fakeServer() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
  afterEach(() => {
    server.resetHandlers();
    queries.clear();
    sessionStorage.clear();
    localStorage.clear();
  });
  afterAll(() => server.close());
  return server;
}
