import type {
  AgentView,
  CallView,
  LineUpView,
  MeView,
  PartyRights,
  SegmentView,
  SentimentAnswer,
  SuggestionsAnswer,
  SuggestionView,
  TransferView,
} from '../api/types';

const AT = '2026-11-23T10:00:00Z';

/** Views as the API gives them, each with what a test is about. */
export function agent(change: Partial<AgentView> = {}): AgentView {
  return {
    id: 'agt_alice',
    handle: 'alice',
    name: 'Alice Adams',
    kind: 'human',
    skills: ['billing'],
    status: 'available',
    status_since: AT,
    configured: true,
    ...change,
  };
}

type Rights = 'talks' | 'silent';
type Room = Partial<Record<'customer' | 'alice' | 'bob', Rights>>;

/** A line-up, by who is in the customer's room and in the private one. */
export function lineUp(
  customer: Room,
  consult: Room = {},
  rest: Partial<LineUpView> = {},
): LineUpView {
  return {
    customer_room: parties(customer),
    consult_room: parties(consult),
    music: false,
    awaited: null,
    ...rest,
  };
}

function parties(room: Room): PartyRights[] {
  return Object.entries(room).map(([name, rights]) => ({
    identity: name === 'customer' ? name : `agent:agt_${name}`,
    agent_id: name === 'customer' ? null : `agt_${name}`,
    speaks: rights === 'talks',
    hears: rights === 'talks',
  }));
}

export function call(change: Partial<CallView> = {}): CallView {
  return {
    id: 'call_1',
    state: 'active',
    version: 1,
    customer: { name: 'Ruth Meyer' },
    skill: 'billing',
    agent_id: 'agt_alice',
    agent_name: 'Alice Adams',
    missed: false,
    offered_to: null,
    transfer_id: null,
    hold: false,
    line_up: lineUp({ customer: 'talks', alice: 'talks' }),
    position: null,
    created_at: AT,
    answered_at: AT,
    ended_at: null,
    end_cause: null,
    deadline_at: null,
    server_now: AT,
    allowed_moves: ['hold', 'end', 'transfer'],
    room: 'customer-call_1',
    voice: false,
    ...change,
  };
}

export function transfer(change: Partial<TransferView> = {}): TransferView {
  return {
    id: 'tr_1',
    call_id: 'call_1',
    state: 'consulting',
    over: false,
    call_agent_id: 'agt_alice',
    version: 1,
    mode: 'warm',
    focus: 'consult',
    allowed_moves: ['swap', 'merge', 'complete', 'cancel'],
    from: { agent_id: 'agt_alice', name: 'Alice Adams', present: true },
    to: { agent_id: 'agt_bob', name: 'Bob Brown', present: true },
    targets: [{ agent: 'agt_bob' }],
    attempts: [],
    reason: null,
    note: null,
    cause: null,
    auto_complete: false,
    briefing: {
      text: 'Charged twice for invoice 4711.',
      fields: {
        chain: [],
        reason: [],
        mood: [],
        facts: [],
        tried: [],
        promises: [],
        open_questions: [],
        next_step: [],
      },
      source: 'built-in',
      edited: false,
      updated_at: AT,
    },
    timeline: [{ state: 'consulting', event: 'accepted', at: AT }],
    customer_name: 'Ruth Meyer',
    consult_room: 'consult-tr_1',
    created_at: AT,
    deadline_at: null,
    server_now: AT,
    ...change,
  };
}

export function me(change: Partial<MeView> = {}): MeView {
  return {
    account: {
      id: 'acct_1',
      email: 'alice@example.org',
      name: 'Alice Adams',
      role: 'agent',
      agent_id: 'agt_alice',
      disabled: false,
      created_at: AT,
    },
    agent: agent(),
    call: null,
    transfer: null,
    offers: [],
    connect: [],
    media: { reachable: true, since: AT },
    demo: false,
    phones: false,
    event_id: 7,
    server_now: AT,
    ...change,
  };
}

export const bob = (change: Partial<MeView> = {}) =>
  me({ agent: agent({ id: 'agt_bob', handle: 'bob', name: 'Bob Brown' }), ...change });

export function segment(change: Partial<SegmentView> = {}): SegmentView {
  return {
    id: 's1',
    line: 'customer',
    speaker: 'customer',
    speaker_id: null,
    text: 'Hello',
    started_at: AT,
    ended_at: null,
    language: null,
    final: true,
    sentiment: null,
    ...change,
  };
}

export function sounds(
  label: SentimentAnswer['label'],
  change: Partial<SentimentAnswer> = {},
): SentimentAnswer {
  const score = { positive: 0.6, neutral: 0, negative: -0.5, frustrated: -0.8 }[label];
  return { label, score, signals: [], model: 'built-in', ...change };
}

export function suggestions(
  ideas: Partial<SuggestionView>[],
  model = 'built-in',
): SuggestionsAnswer {
  const whole = {
    text: 'Say sorry',
    kind: 'reply' as const,
    why: 'Upset',
    evidence: ['s1'],
    article_id: null,
  };
  return {
    suggestions: ideas.map((idea) => ({ ...whole, id: `sug_${idea.text ?? ''}`, ...idea })),
    model,
  };
}
