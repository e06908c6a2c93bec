import { api } from '../api';
import { firstName } from '../shell/name';
import { tell } from '../shell/toasts';
import { KEYS, knownMe, queries } from './store';

/** A customer's mood has fallen; told to those who oversee. */
export interface MoodAlert {
  kind: 'mood';
  agent_id: string | null;
  customer_name: string;
}

/** Says so, with the way to the call; not to the agent who is talking with them. */
export async function tellMood({ agent_id, customer_name }: MoodAlert, callId: string) {
  if (agent_id && agent_id === knownMe()?.agent?.id) return;
  const name = agent_id && (await nameOf(agent_id));
  const who = name ? `; ${firstName(name)} has the call` : '';
  const link = { to: `/calls/${callId}`, text: 'To the call' };
  tell('warning', `${customer_name} sounds upset${who}`, { link });
}

/** Who it is does not matter enough to fail for. */
async function nameOf(agentId: string): Promise<string | undefined> {
  const options = { queryKey: KEYS.agents, queryFn: api.agents };
  const page = await queries.ensureQueryData(options).catch(() => null);
  return page?.agents.find(({ id }) => id === agentId)?.name;
}
