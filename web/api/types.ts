export interface Line {
  purpose: 'customer' | 'consult' | 'standby';
  room: string;
  url: string;
  token: string;
  identity: string;
  expires_at: string;
}
export type CallState =
  'waiting' | 'offered' | 'connecting' | 'active' | 'held' | 'agent_lost' | 'ended';
export interface CallView {
  id: string;
  state: CallState;
  version: number;
  customer: { name: string; phone?: string | null; language?: string | null };
  skill: string | null;
  agent_id: string | null;
  agent_name: string | null;
  offered_to: string | null;
  transfer_id: string | null;
  hold: boolean;
  position: number | null;
  created_at: string;
  answered_at: string | null;
  ended_at: string | null;
  end_cause: string | null;
  deadline_at: string | null;
  server_now: string;
  allowed_moves: string[];
  room: string;
}
export interface LegView {
  id: string;
  role: 'customer' | 'agent';
  kind: string;
  agent_id: string | null;
  name: string;
  identity: string;
  joined_at: string | null;
  left_at: string | null;
}
export interface CallDetail extends CallView {
  legs: LegView[];
  transfers: TransferView[];
  metadata: Record<string, unknown>;
}
export interface CustomerCallView {
  id: string;
  state: CallState;
  hold: boolean;
  position: number | null;
  agent_name: string | null;
  ended: boolean;
}
export interface CustomerAnswer {
  call: CustomerCallView;
  connect: Line[];
}
export interface SegmentView {
  id: string;
  line: 'customer' | 'consult';
  speaker: 'customer' | 'agent' | 'ai';
  speaker_id: string | null;
  text: string;
  started_at: string;
  ended_at: string | null;
  language: string | null;
  final: boolean;
  sentiment?: string | null;
}
export type TransferState =
  | 'preparing'
  | 'ringing'
  | 'consulting'
  | 'conferencing'
  | 'completing'
  | 'returning'
  | 'completed'
  | 'cancelled'
  | 'declined'
  | 'unanswered'
  | 'failed'
  | 'requeued'
  | 'abandoned';
export interface Statement {
  text: string;
  evidence: string[];
}
export interface BriefingFields {
  reason: Statement[];
  mood: Statement[];
  facts: Statement[];
  tried: Statement[];
  promises: Statement[];
  open_questions: Statement[];
  next_step: Statement[];
}
export interface BriefingView {
  text: string;
  fields: BriefingFields;
  source: string;
  edited: boolean;
  updated_at: string | null;
}
export interface Target {
  agent?: string | null;
  skill?: string | null;
  phone?: string | null;
  sip_uri?: string | null;
}
export interface PartyView {
  agent_id: string;
  name: string;
  present: boolean;
}
export interface AttemptView {
  target: Target;
  agent_id?: string | null;
  name?: string | null;
  outcome: string;
  cause?: string | null;
  at: string;
}
export interface TransferView {
  id: string;
  call_id: string;
  state: TransferState;
  version: number;
  mode: 'warm' | 'blind';
  focus: 'consult' | 'customer';
  allowed_moves: string[];
  from: PartyView;
  to: PartyView | null;
  targets: Target[];
  attempts: AttemptView[];
  reason: string | null;
  note: string | null;
  cause: string | null;
  auto_complete: boolean;
  briefing: BriefingView | null;
  timeline: { state: TransferState; event: string; at: string }[];
  customer_name: string;
  consult_room: string;
  created_at: string;
  deadline_at: string | null;
  server_now: string;
}
export type AgentStatus = 'available' | 'busy' | 'wrap_up' | 'away' | 'offline';
export interface AgentView {
  id: string;
  handle: string;
  name: string;
  kind: 'human' | 'ai';
  skills: string[];
  status: AgentStatus;
  status_since: string;
  configured: boolean;
}
export interface MeView {
  account: { id: string; name: string; email: string; role: 'agent' | 'supervisor' | 'admin' };
  agent: AgentView | null;
  call: CallView | null;
  transfer: TransferView | null;
  offers: { kind: 'call' | 'transfer'; call: CallView; transfer: TransferView | null }[];
  connect: Line[];
  demo: boolean;
  server_now: string;
}
export interface AccountView {
  id: string;
  email: string;
  name: string;
  role: 'agent' | 'supervisor' | 'admin';
  agent_id: string | null;
  disabled: boolean;
  created_at: string;
}
export interface LinkView {
  url: string;
  expires_at: string;
}
export interface KeyView {
  id: string;
  prefix: string;
  name: string;
  scopes: string[];
  created_by: string;
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}
