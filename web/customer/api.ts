import { Problem, problemOf, unreachable } from '../api/problem';
import type { CustomerAnswer, CustomerCallView } from '../api/types';

const TIMEOUT_MS = 10_000;

async function post<T>(path: string, body?: object): Promise<T> {
  const response = await send(path, body ?? {});
  const text = await response.text();
  const answer: unknown = text ? parse(text) : undefined;
  if (!response.ok) throw problemOf(response.status, answer);
  return answer as T;
}

async function send(path: string, body: object): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw unreachable();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(502, 'unreadable', 'The server’s answer could not be read.');
  }
}

/** What the customer's page may ask for: its own call, and nothing else. */
export const api = {
  join: (invite: string, name: string) =>
    post<CustomerAnswer>(`/api/invites/${encodeURIComponent(invite)}/join`, { name }),
  connect: (callId: string, was: string[] = []) =>
    post<CustomerAnswer>(`/api/calls/${callId}/connect`, { was }),
  heartbeat: (callId: string) => post<{ call: CustomerCallView }>(`/api/calls/${callId}/heartbeat`),
  end: (callId: string) => post<unknown>(`/api/calls/${callId}/end`),
  firstSound: (callId: string, identity: string, trackSid: string) =>
    post<undefined>(`/api/calls/${callId}/first-sound`, { identity, track_sid: trackSid }),
  holdMusic: async () => (await fetch('/api/hold-music.wav')).arrayBuffer(),
};

export type CustomerApi = typeof api;
