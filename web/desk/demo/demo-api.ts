import type createClient from 'openapi-fetch';
import { client, read } from '../client';

export interface DemoView {
  agents: { handle: string; name: string; url: string }[];
  simulations: (string | { id: string; title: string })[];
  autopilot: Record<string, boolean>;
}

// Only `segue up --demo` has these paths, so the API's description leaves them out.
interface DemoPaths {
  '/api/demo': { get: { responses: { 200: { content: { 'application/json': DemoView } } } } };
  '/api/demo/customers': {
    post: {
      requestBody: { content: { 'application/json': { conversation?: string } } };
      responses: { 200: { content: { 'application/json': { call_id: string } } } };
    };
  };
  '/api/demo/callers': {
    post: { responses: { 200: { content: { 'application/json': { url: string } } } } };
  };
  '/api/demo/autopilot/{handle}': {
    put: {
      parameters: { path: { handle: string } };
      requestBody: { content: { 'application/json': { on: boolean } } };
      responses: { 204: { content?: never } };
    };
  };
}

const { GET, POST, PUT } = client as unknown as ReturnType<typeof createClient<DemoPaths>>;

export const demoApi = {
  demo: () => read(GET('/api/demo')),
  demoCustomer: (conversation?: string) =>
    read(POST('/api/demo/customers', { body: conversation ? { conversation } : {} })),
  demoCaller: () => read(POST('/api/demo/callers')),
  autopilot: (handle: string, on: boolean) =>
    read(PUT('/api/demo/autopilot/{handle}', { params: { path: { handle } }, body: { on } })),
};
