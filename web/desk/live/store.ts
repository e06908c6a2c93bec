import { QueryClient, useQuery } from '@tanstack/react-query';
import { Problem } from '../../api/problem';
import type {
  AgentView,
  CallView,
  MediaView,
  MeView,
  SegmentView,
  TransferView,
} from '../../api/types';
import { api } from '../api';
import { applyAgent, applyCall, applySegment, applyTransfer, mergeMe } from './apply';
import { learnTime } from './clock';
import type { LiveEvent } from './stream';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
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
  transcript: (callId: string) => ['transcript', callId],
} as const;

/** Who I am and what I have in hand, as events and answers have told so far. */
export function knownMe(): MeView | undefined {
  return queries.getQueryData<MeView>(KEYS.me);
}

/** The number of the newest event that has been taken in. */
let told = 0;
const OVERTAKEN_TRIES = 3;

export async function fetchMe(): Promise<MeView> {
  let fresh = await api.me();
  // An event overtook the answer: taken as it is, it would undo what the event has told.
  for (let again = 0; fresh.event_id < told && again < OVERTAKEN_TRIES; again += 1) {
    fresh = await api.me();
  }
  learnTime(fresh.server_now);
  queries.setQueryData<MediaView>(KEYS.media, fresh.media);
  return mergeMe(knownMe(), fresh);
}

export function useMe() {
  return useQuery({ queryKey: KEYS.me, queryFn: fetchMe, staleTime: Infinity });
}

function changeMe(change: (me: MeView) => MeView): void {
  queries.setQueryData<MeView>(KEYS.me, (me) => me && change(me));
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
  changeMe((me) => ({ ...me, transfer: null }));
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

/** What an event says goes straight into what is drawn; nothing is fetched for it. */
export function takeEvent({ id, type, data, call_id }: LiveEvent): void {
  told = Math.max(told, id);
  if (type === 'call') takeCall(data as CallView);
  else if (type === 'transfer') takeTransfer(data as TransferView);
  else if (type === 'agent') takeAgent(data as AgentView);
  else if (type === 'media') queries.setQueryData<MediaView>(KEYS.media, data as MediaView);
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

/** Asks for everything again, after a gap in the events or a lost race. */
export async function refresh(): Promise<void> {
  await Promise.all([
    queries.refetchQueries({ queryKey: KEYS.me }),
    queries.invalidateQueries({ queryKey: KEYS.agents }),
    queries.invalidateQueries({ queryKey: KEYS.calls }),
    queries.invalidateQueries({ queryKey: ['transcript'] }),
    queries.invalidateQueries({ queryKey: ['call'] }),
  ]);
}
