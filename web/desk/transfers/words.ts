import type { CallView, TransferView } from '../../api/types';

/** The part somebody plays in a call. */
export type Role = 'customer' | 'from' | 'to';

/** What a state is called, and what is worth saying of it. Who hears whom is not said here. */
export interface Words {
  names: Record<Role, string>;
  title: string;
  /** How it came to this. */
  why: string | null;
  next: string | null;
  deadline: string | null;
  /** Who is in no room, and what they do there. */
  outside: Outside | null;
}

interface Outside {
  role: Role;
  note: string;
  faded: boolean;
}

/** What the line-up shows, as far as it changes the words. */
export interface Seen {
  /** Somebody talks in the private room. */
  privately: boolean;
  /** `from` is on the line. */
  from: boolean;
}

type Says = Partial<Omit<Words, 'names'>> & { title: string };

export function wordsFor(call: CallView, transfer: TransferView | null, seen: Seen): Words {
  const names = namesOf(call, transfer);
  const said = transfer
    ? OF_TRANSFER[transfer.state](names, transfer, seen)
    : OF_CALL[call.state](names, call);
  return { names, why: null, next: null, deadline: null, outside: null, ...said };
}

function namesOf(call: CallView, transfer: TransferView | null): Words['names'] {
  return {
    customer: transfer?.customer_name ?? call.customer.name,
    from: transfer?.from.name ?? call.agent_name ?? 'An agent',
    to: transfer ? (transfer.to?.name ?? nameOfTarget(transfer)) : '',
  };
}

/** Who is asked, before anybody is named: an agent's handle, or somebody with a skill. */
function nameOfTarget({ attempts, targets }: TransferView): string {
  const named = attempts.findLast(({ name }) => name)?.name;
  const [target] = targets;
  return (
    named ?? target?.agent ?? (target?.skill ? `Somebody for ${target.skill}` : 'The next agent')
  );
}

const waiting = () => ({ title: 'Waiting' });

const OF_CALL: Record<CallView['state'], (names: Words['names'], call: CallView) => Says> = {
  waiting,
  offered: waiting,
  connecting: () => ({
    title: 'Connecting',
    next: 'You talk in a moment.',
    deadline: 'to be heard',
  }),
  active: () => ({ title: 'In conversation' }),
  held: (_, { allowed_moves }) => ({
    title: 'On hold',
    next: allowed_moves.includes('resume') ? 'Resume brings you back together.' : null,
  }),
  agent_lost: () => ({ title: 'Looking for an agent' }),
  ended: () => ({ title: 'Call ended' }),
};

/** What became of a phone. */
const OF_PHONE: Record<string, string> = {
  busy: 'is busy',
  declined: 'declined',
  hung_up: 'hung up',
  wrong_number: 'is no number in use',
  carrier_fault: 'could not be reached: the carrier had a fault',
  unknown: 'could not be reached',
};

type OfTransfer = (names: Words['names'], transfer: TransferView, seen: Seen) => Says;

const away = (role: Role, note: string, faded = true): Outside => ({ role, note, faded });

const OF_TRANSFER: Record<TransferView['state'], OfTransfer> = {
  preparing: ({ to }) => ({
    title: 'Getting ready',
    next: `${to} is asked to take the call.`,
    deadline: 'to get ready',
    outside: away('to', 'asked next', false),
  }),
  ringing: ({ customer, from, to }, transfer, seen) => {
    const phone = transfer.to?.phone;
    const picked = phone?.state === 'answered';
    const accepts = phone ? 'presses 1' : 'accepts';
    return {
      title: picked ? `${to} hears what it is about` : `Ringing ${to}`,
      why: picked ? 'Somebody, or a machine, has answered; you are not heard there.' : null,
      next: seen.from
        ? `When ${to} ${accepts}, ${from} and ${to} talk in private.`
        : `When ${to} ${accepts}, ${to} gets ${customer}.`,
      deadline: 'to answer',
      outside: away('to', phone ? 'phone rings' : 'desk rings', false),
    };
  },
  consulting: ({ customer, from, to }, transfer, { privately }) => ({
    title: privately ? 'Private talk' : `${from} is with ${customer}`,
    next: privately
      ? hint(transfer, 'complete', `Complete hands ${customer} over to ${to}.`)
      : hint(transfer, 'swap', 'Swap goes back to the private talk.'),
    deadline: privately ? 'until a reminder' : null,
  }),
  conferencing: ({ customer, to }, transfer) => ({
    title: 'All together',
    next: hint(transfer, 'complete', `Complete leaves ${customer} with ${to}.`),
  }),
  completing: ({ from, to }, _, seen) => ({
    title: `Handing over to ${to}`,
    next: seen.from ? `${from} leaves once ${to} is heard.` : null,
    deadline: 'to be heard',
  }),
  returning: ({ from }) => ({ title: `Back to ${from}`, deadline: 'to be heard' }),
  completed: ({ from, to }) => ({
    title: `${to} has taken over`,
    why: `${from} has left.`,
    outside: away('from', 'left'),
  }),
  cancelled: () => ({ title: 'Transfer cancelled', why: 'The transfer was cancelled.' }),
  declined: ({ to }, { attempts }) => {
    const last = attempts.findLast(({ outcome }) => outcome === 'declined');
    const reason = last?.cause;
    const said = last && OF_PHONE[last.target.agent || last.target.skill ? '' : (reason ?? '')];
    return {
      title: 'Declined',
      why: said ? `${to} ${said}.` : reason ? `${to} declined: “${reason}”.` : `${to} declined.`,
      outside: away('to', 'declined'),
    };
  },
  unanswered: ({ to }) => ({
    title: 'No answer',
    why: `${to} did not answer.`,
    outside: away('to', 'no answer'),
  }),
  failed: ({ to }, { cause }) => ({
    title: 'The transfer did not work',
    why: `${to} ${OF_PHONE[cause ?? ''] ?? 'could not be connected'}.`,
    outside: away('to', 'not connected'),
  }),
  requeued: () => ({ title: 'Back in the queue', why: 'The next agent is looked for.' }),
  abandoned: ({ customer }) => ({ title: `${customer} hung up` }),
};

function hint({ allowed_moves }: TransferView, move: string, sentence: string): string | null {
  return allowed_moves.includes(move) ? sentence : null;
}
