import { QueryClient, useQuery } from '@tanstack/react-query';
import { Problem } from '../../api/problem';
import type { AgentView, CallView, MediaView, SegmentView, TransferView } from '../../api/types';
import { api } from '../api';
import { type Desk, applyAgent, applyCall, applySegment, applyTransfer, mergeMe } from './apply';
import { tell } from '../shell/toasts';
import { learnTime } from './clock';
import { type MoodAlert, tellMood } from './mood-alert';
import type { LiveEvent } from './stream';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may be this very machine: it answers without any network.
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status > 0),
    },
  },
});

export const KEYS = {
  me: ['me'],
  agents: ['agents'],
  calls: ['calls'],
  media: ['media'],
  degraded: ['degraded'],
  transcript: (callId: string) => ['transcript', callId],
} as const;

/** Who I am and what I have in hand, as events and answers have told so far. */
export function knownMe(): Desk | undefined {
  return queries.getQueryData<Desk>(KEYS.me);
}

async function fetchMe(): Promise<Desk> {
  const fresh = await api.me();
  learnTime(fresh.server_now);
  queries.setQueryData<MediaView>(KEYS.media, fresh.media);
  return mergeMe(knownMe(), fresh);
}

const ME = { queryKey: KEYS.me, queryFn: fetchMe } as const;

export function useMe() {
  return useQuery({ ...ME, staleTime: Infinity });
}

function changeMe(change: (me: Desk) => Desk): void {
  queries.setQueryData<Desk>(KEYS.me, (me) => me && change(me));
}

/** Takes in a call that an answer or event has brought. */
export function takeCall(call: CallView): void {
  learnTime(call.server_now);
  changeMe((me) => applyCall(me, call));
  listChanged();
}

/** Takes in a transfer that an answer or event has brought. */
export function takeTransfer(transfer: TransferView): void {
  learnTime(transfer.server_now);
  changeMe((me) => applyTransfer(me, transfer));
}

/** Puts the picture of a finished transfer away. */
export function dismissTransfer(): void {
  changeMe((me) => ({ ...me, transfer: null, gone: null }));
}

/** Remembers a call as hung up by the person here. */
export function setHungUp(hungUp: string | null): void {
  changeMe((me) => ({ ...me, hungUp }));
}

export function takeAgent(agent: AgentView): void {
  changeMe((me) => applyAgent(me, agent));
  queries.setQueryData<{ agents: AgentView[] }>(KEYS.agents, (page) => {
    if (!page) return page;
    const known = page.agents.some(({ id }) => id === agent.id);
    const agents = page.agents.map((other) => (other.id === agent.id ? agent : other));
    return { ...page, agents: known ? agents : [...agents, agent] };
  });
}

function takeSegment(callId: string, segment: SegmentView): void {
  queries.setQueryData<{ segments: SegmentView[] }>(KEYS.transcript(callId), (page) => ({
    segments: applySegment(page?.segments ?? [], segment),
  }));
}

interface Alert {
  code: string;
  sentence: string;
}

const DEGRADED_MS = 15_000;
let degradedTimer: ReturnType<typeof setTimeout> | undefined;

/** A reminder is told once; a lost companion stays in the banner until it is likely replaced. */
function takeAlert(alert: Alert | MoodAlert, callId: string | null): void {
  if ('kind' in alert) {
    if (alert.kind === 'mood' && callId) void tellMood(alert, callId);
    return;
  }
  const { code, sentence } = alert;
  if (code !== 'companion_lost') {
    tell('warning', sentence);
    return;
  }
  clearTimeout(degradedTimer);
  queries.setQueryData<string | null>(KEYS.degraded, sentence);
  degradedTimer = setTimeout(() => queries.setQueryData(KEYS.degraded, null), DEGRADED_MS);
}

/** What an event says goes straight into what is drawn; nothing is fetched for it. */
export function takeEvent({ type, data, call_id }: LiveEvent): void {
  if (type === 'call') takeCall(data as CallView);
  else if (type === 'transfer') takeTransfer(data as TransferView);
  else if (type === 'agent') takeAgent(data as AgentView);
  else if (type === 'media') queries.setQueryData<MediaView>(KEYS.media, data as MediaView);
  else if (type === 'alert') takeAlert(data as Alert | MoodAlert, call_id);
  else if (type === 'insights') void queries.invalidateQueries({ queryKey: ['insights', call_id] });
  else if (type === 'transcript' && call_id) takeSegment(call_id, data as SegmentView);
}

let listTimer: ReturnType<typeof setTimeout> | null = null;

/** Lists follow a moment later and all at once: they are long, and nobody waits on them. */
function listChanged(): void {
  listTimer ??= setTimeout(() => {
    listTimer = null;
    void queries.invalidateQueries({ queryKey: KEYS.calls });
  }, 400);
}

/** Asks for everything again; answers up to which event the answer reaches. Throws. */
export async function refetch(): Promise<number> {
  const { event_id } = await queries.fetchQuery({ ...ME, staleTime: 0 });
  for (const queryKey of [KEYS.agents, KEYS.calls, ['transcript'], ['call']]) {
    void queries.invalidateQueries({ queryKey });
  }
  return event_id;
}
