import type {
  CallState,
  KeyCreate,
  MeView,
  SegmentView,
  SuggestionView,
  TransferCreate,
  TransferView,
} from '../api/types';
import { client, read } from './client';
import { demoApi } from './demo/demo-api';

const { GET, POST, PATCH, DELETE } = client;

const ofCall = (call_id: string) => ({ params: { path: { call_id } } });
const ofTransfer = (transfer_id: string) => ({ params: { path: { transfer_id } } });

interface CallQuery {
  status?: CallState | 'open' | 'missed';
  q?: string;
  cursor?: string;
  limit?: number;
}

/** Every request of the desk, by the name of what it does. Each throws a Problem. */
export const api = {
  ...demoApi,
  signIn: (body: { email: string; password: string } | { demo: string }) =>
    read(POST('/api/session', { body })),
  signOut: () => read(DELETE('/api/session')),
  me: () => read(GET('/api/me')) as Promise<MeView>,
  heartbeat: (body: { call_id?: string; lines: number }) =>
    read(POST('/api/me/heartbeat', { body })),
  usePassword: (code: string, password: string) =>
    read(POST('/api/account-links/{code}', { params: { path: { code } }, body: { password } })),

  agents: () => read(GET('/api/agents', { params: { query: { limit: 200 } } })),
  setStatus: (agent_id: string, status: 'available' | 'away' | 'offline') =>
    read(PATCH('/api/agents/{agent_id}', { params: { path: { agent_id } }, body: { status } })),

  calls: (query: CallQuery) => read(GET('/api/calls', { params: { query } })),
  call: (id: string) => read(GET('/api/calls/{call_id}', ofCall(id))),
  /** All of it, page by page. */
  transcript: async (call_id: string): Promise<{ segments: SegmentView[] }> => {
    const segments: SegmentView[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 200, ...(cursor && { cursor }) };
      const page = await read(
        GET('/api/calls/{call_id}/transcript', { params: { path: { call_id }, query } }),
      );
      segments.push(...page.segments);
      cursor = page.next_cursor;
    } while (cursor);
    return { segments };
  },
  connect: (id: string, was: string[]) =>
    read(POST('/api/calls/{call_id}/connect', { ...ofCall(id), body: { was } })),
  answer: (id: string) => read(POST('/api/calls/{call_id}/answer', ofCall(id))),
  declineCall: (id: string, reason: string) =>
    read(POST('/api/calls/{call_id}/decline', { ...ofCall(id), body: { reason } })),
  hold: (id: string) => read(POST('/api/calls/{call_id}/hold', ofCall(id))),
  resume: (id: string) => read(POST('/api/calls/{call_id}/resume', ofCall(id))),
  /** Its answer is the customer's view of the call, of no use to a desk. */
  end: async (id: string): Promise<void> => {
    await read(POST('/api/calls/{call_id}/end', ofCall(id)));
  },
  callPhone: (to: string) => read(POST('/api/twilio/call', { body: { to, purpose: 'customer' } })),
  pressKeys: async (id: string, keys: string): Promise<void> => {
    await read(POST('/api/calls/{call_id}/keys', { ...ofCall(id), body: { keys } }));
  },
  briefing: (id: string) => read(GET('/api/calls/{call_id}/briefing', ofCall(id))),
  suggestions: (call_id: string) => read(POST('/api/llm/suggestions', { body: { call_id } })),
  /** Nobody waits for it, and nobody is told when it fails: it only counts. */
  feedback: (call_id: string, one: SuggestionView, feedback: 'used' | 'dismissed'): void => {
    const { id: suggestion_id, kind, article_id } = one;
    const params = { path: { call_id, suggestion_id } };
    read(
      POST('/api/calls/{call_id}/suggestions/{suggestion_id}/feedback', {
        params,
        body: { feedback, kind, article_id },
      }),
    ).catch(() => undefined);
  },
  article: (article_id: string) =>
    read(GET('/api/knowledge/{article_id}', { params: { path: { article_id } } })),

  initiate: (body: TransferCreate) => read(POST('/api/transfer/initiate-v2', { body })),
  accept: (id: string) => read(POST('/api/transfer/accept/{transfer_id}', ofTransfer(id))),
  decline: (id: string, reason: string) =>
    read(POST('/api/transfer/decline/{transfer_id}', { ...ofTransfer(id), body: { reason } })),
  swap: (id: string, focus: TransferView['focus']) =>
    read(POST('/api/transfer/swap/{transfer_id}', { ...ofTransfer(id), body: { focus } })),
  readBriefing: (id: string, aloud: boolean) =>
    read(POST('/api/transfer/read/{transfer_id}', { ...ofTransfer(id), body: { aloud } })),
  merge: (id: string) => read(POST('/api/transfer/merge/{transfer_id}', ofTransfer(id))),
  split: (id: string) => read(POST('/api/transfer/split/{transfer_id}', ofTransfer(id))),
  cancel: (id: string) => read(POST('/api/transfer/cancel/{transfer_id}', ofTransfer(id))),
  complete: (transfer_id: string) =>
    read(POST('/api/transfer/complete-v2', { body: { transfer_id } })),
  editBriefing: (id: string, text: string) =>
    read(PATCH('/api/transfer/briefing/{transfer_id}', { ...ofTransfer(id), body: { text } })),

  accounts: () => read(GET('/api/accounts', { params: { query: { limit: 200 } } })),
  addAccount: (body: { email: string; name: string; role: Role; agent?: string }) =>
    read(POST('/api/accounts', { body })),
  disableAccount: (account_id: string, disabled: boolean) =>
    read(
      PATCH('/api/accounts/{account_id}', { params: { path: { account_id } }, body: { disabled } }),
    ),
  keys: () => read(GET('/api/keys', { params: { query: { limit: 200 } } })),
  addKey: (body: KeyCreate) => read(POST('/api/keys', { body })),
  revokeKey: (key_id: string) =>
    read(DELETE('/api/keys/{key_id}', { params: { path: { key_id } } })),
};

export type Role = 'agent' | 'supervisor' | 'admin';
