import { client, read } from '../client';

const { GET, POST, PUT } = client;

/** Only `segue up --demo` answers these. */
export const demoApi = {
  demo: () => read(GET('/api/demo')),
  demoCustomer: (conversation?: string) =>
    read(POST('/api/demo/customers', { body: conversation ? { conversation } : {} })),
  demoCaller: () => read(POST('/api/demo/callers')),
  autopilot: (handle: string, on: boolean) =>
    read(PUT('/api/demo/autopilot/{handle}', { params: { path: { handle } }, body: { on } })),
};
