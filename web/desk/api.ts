import type {
  AccountView,
  AgentView,
  BriefingView,
  CallDetail,
  CallView,
  KeyView,
  Line,
  LinkView,
  MeView,
  SegmentView,
  Target,
  TransferView,
} from '../api/types';
import { command, get } from './client';

export interface CallAnswer {
  call: CallView;
  connect: Line[];
}
export interface TransferAnswer {
  transfer: TransferView;
  connect: Line[];
}
export interface CallPage {
  calls: CallView[];
  next_cursor: string | null;
}
export interface NewTransfer {
  call_id: string;
  to: Target[];
  mode: 'warm' | 'blind';
  note?: string;
  briefing?: string;
  auto_complete?: boolean;
}
export interface DemoView {
  agents: { handle: string; name: string; url: string }[];
  simulations: (string | { id: string; title: string })[];
  autopilot: Record<string, boolean>;
}

const post = <T>(path: string, body?: object) => command<T>('POST', path, body);

/** Every request of the desk, by the name of what it does. */
export const api = {
  signIn: (body: { email: string; password: string } | { demo: string }) =>
    post<MeView>('/api/session', body),
  signOut: () => command<undefined>('DELETE', '/api/session'),
  me: () => get<MeView>('/api/me'),
  heartbeat: (body: { call_id?: string; lines: number }) =>
    post<undefined>('/api/me/heartbeat', body),
  usePassword: (code: string, password: string) =>
    post<MeView>(`/api/account-links/${encodeURIComponent(code)}`, { password }),

  agents: () => get<{ agents: AgentView[] }>('/api/agents', { limit: 200 }),
  patchAgent: (id: string, body: { status?: string; skills?: string[]; name?: string }) =>
    command<AgentView | { agent: AgentView }>('PATCH', `/api/agents/${id}`, body),

  calls: (query: { status?: string; q?: string; cursor?: string | null; limit?: number }) =>
    get<CallPage>('/api/calls', query),
  call: (id: string) => get<CallDetail | { call: CallDetail }>(`/api/calls/${id}`),
  transcript: (id: string) =>
    get<{ segments: SegmentView[] }>(`/api/calls/${id}/transcript`, { limit: 200 }),
  connect: (id: string) =>
    post<CallAnswer & { transfer?: TransferView | null }>(`/api/calls/${id}/connect`),
  answer: (id: string) => post<CallAnswer>(`/api/calls/${id}/answer`),
  declineCall: (id: string, reason: string) =>
    post<Partial<CallAnswer>>(`/api/calls/${id}/decline`, { reason }),
  hold: (id: string) => post<CallAnswer>(`/api/calls/${id}/hold`),
  resume: (id: string) => post<CallAnswer>(`/api/calls/${id}/resume`),
  end: (id: string) => post<CallAnswer>(`/api/calls/${id}/end`),
  briefing: (id: string) => get<{ briefing: BriefingView }>(`/api/calls/${id}/briefing`),

  initiate: (body: NewTransfer) => post<TransferAnswer>('/api/transfer/initiate-v2', body),
  accept: (id: string) => post<TransferAnswer>(`/api/transfer/accept/${id}`),
  decline: (id: string, reason: string) =>
    post<TransferAnswer>(`/api/transfer/decline/${id}`, { reason }),
  swap: (id: string, focus: TransferView['focus']) =>
    post<TransferAnswer>(`/api/transfer/swap/${id}`, { focus }),
  merge: (id: string) => post<TransferAnswer>(`/api/transfer/merge/${id}`),
  split: (id: string) => post<TransferAnswer>(`/api/transfer/split/${id}`),
  cancel: (id: string) => post<TransferAnswer>(`/api/transfer/cancel/${id}`),
  complete: (id: string) => post<TransferAnswer>('/api/transfer/complete-v2', { transfer_id: id }),
  editBriefing: (id: string, text: string) =>
    command<TransferAnswer>('PATCH', `/api/transfer/briefing/${id}`, { text }),

  accounts: () => get<{ accounts: AccountView[] }>('/api/accounts', { limit: 200 }),
  addAccount: (body: { email: string; name: string; role: string; agent?: string }) =>
    post<{ account: AccountView; link: LinkView }>('/api/accounts', body),
  patchAccount: (id: string, body: { disabled: boolean }) =>
    command<{ account: AccountView }>('PATCH', `/api/accounts/${id}`, body),
  keys: () => get<{ keys: KeyView[] }>('/api/keys', { limit: 200 }),
  addKey: (body: { name: string; scopes: string[] }) =>
    post<{ key: KeyView; secret: string }>('/api/keys', body),
  revokeKey: (id: string) => command<undefined>('DELETE', `/api/keys/${id}`),

  demo: () => get<DemoView>('/api/demo'),
  demoCustomer: (conversation?: string) =>
    post<{ call_id: string }>('/api/demo/customers', conversation ? { conversation } : {}),
  demoCaller: () => post<{ url: string }>('/api/demo/callers'),
  autopilot: (handle: string, on: boolean) =>
    command<unknown>('PUT', `/api/demo/autopilot/${handle}`, { on }),
};
