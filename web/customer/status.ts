import type { CustomerCallView } from '../api/types';
import type { LineView } from '../phone/types';

export interface Status {
  kind: 'connecting' | 'reconnecting' | 'waiting' | 'hold' | 'talking';
  title: string;
  detail: string;
}

/** What the customer is told about their call; never who else talks, or about what. */
export function statusOf(call: CustomerCallView, line: LineView): Status {
  if (line.state === 'reconnecting') {
    return {
      kind: 'reconnecting',
      title: 'Reconnecting…',
      detail: 'The line dropped for a moment. Please stay here: you keep your place.',
    };
  }
  if (line.state !== 'connected') {
    return { kind: 'connecting', title: 'Connecting…', detail: 'Setting up your line.' };
  }
  const queued = call.state === 'waiting' || call.state === 'offered';
  if (queued || call.state === 'agent_lost') return waiting(call);
  // The room's metadata comes within milliseconds, the heartbeat's answer within two seconds.
  if (line.hold) return onHold(call);
  return {
    kind: 'talking',
    title: `You are talking with ${peopleOf(call, line)}`,
    detail: 'Speak naturally. You can mute yourself at any time.',
  };
}

function waiting(call: CustomerCallView): Status {
  if (call.state === 'agent_lost') {
    return {
      kind: 'waiting',
      title: 'One moment, please',
      detail: 'We are bringing you back to somebody. You do not need to do anything.',
    };
  }
  const place = call.position ?? 1;
  return {
    kind: 'waiting',
    title: place <= 1 ? 'You are next' : `You are number ${place} in the queue`,
    detail: 'Somebody will be with you soon. Music plays while you wait.',
  };
}

function onHold(call: CustomerCallView): Status {
  if (call.state === 'connecting') {
    return {
      kind: 'hold',
      title: `${call.agent_name ?? 'Somebody'} is joining you`,
      detail: 'Just a second.',
    };
  }
  return {
    kind: 'hold',
    title: 'You are on hold',
    detail: 'Music plays until somebody is with you again. Nobody can hear you meanwhile.',
  };
}

function peopleOf(call: CustomerCallView, line: LineView): string {
  const names = line.peers
    .filter(({ identity, audible }) => audible && identity !== 'companion')
    .map(({ name }) => name);
  if (names.length === 0) return call.agent_name ?? 'our team';
  return new Intl.ListFormat('en').format(names);
}
