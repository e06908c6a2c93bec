import type { CallView, TransferView } from '../../api/types';

/** Where somebody stands in the picture. */
export type Place = 'customer' | 'consult' | 'outside';

export interface Figure {
  role: 'customer' | 'from' | 'to';
  name: string;
  place: Place;
  /** A word below the name: rings, waits, hears music. */
  note: string | null;
  faded: boolean;
}

export interface Scene {
  title: string;
  /** What happens just now, in a sentence. */
  says: string;
  /** What comes next, in a sentence; null when nothing is awaited. */
  next: string | null;
  /** What the deadline is the end of. */
  deadline: string | null;
  music: boolean;
  consult: boolean;
  figures: Figure[];
  /** Pairs who hear each other. */
  talks: [Figure['role'], Figure['role']][];
  tone: 'talk' | 'music' | 'over';
}

interface Names {
  customer: string;
  from: string;
  to: string;
}

/** Draws a call and its transfer, as the server tells them. It shows; it decides nothing. */
export function sceneOf(call: CallView | null, transfer: TransferView | null): Scene {
  if (transfer) return transferScene(transfer);
  if (call) return callScene(call);
  throw new Error('nothing to draw');
}

function figure(
  role: Figure['role'],
  name: string,
  place: Place,
  note: string | null = null,
  faded = false,
): Figure {
  return { role, name, place, note, faded };
}

const MUSIC = 'hears music';

function callScene(call: CallView): Scene {
  const customer = call.customer.name;
  const agent = call.agent_name ?? 'An agent';
  const quiet = { consult: false, deadline: null, next: null, talks: [] as Scene['talks'] };
  const alone = [figure('customer', customer, 'customer', MUSIC)];
  const both = (note: string | null, other: string | null) => [
    figure('customer', customer, 'customer', note),
    figure('from', agent, 'customer', other),
  ];
  switch (call.state) {
    case 'active':
      return {
        ...quiet,
        talks: [['customer', 'from']],
        title: 'In conversation',
        says: `${customer} and ${agent} hear each other.`,
        music: false,
        figures: both(null, null),
        tone: 'talk',
      };
    case 'held':
      return {
        ...quiet,
        title: 'On hold',
        says: `${customer} hears music. Nobody hears ${customer}.`,
        next: 'Resume brings you back together.',
        music: true,
        figures: both(MUSIC, 'silent'),
        tone: 'music',
      };
    case 'connecting':
      return {
        ...quiet,
        title: 'Connecting',
        says: `Music plays until ${customer} hears ${agent}.`,
        next: 'You talk in a moment.',
        deadline: 'to be heard',
        music: true,
        figures: both(MUSIC, 'joining'),
        tone: 'music',
      };
    case 'ended':
      return {
        ...quiet,
        title: 'Call ended',
        says: `The call with ${customer} is over.`,
        music: false,
        figures: [figure('customer', customer, 'customer', null, true)],
        tone: 'over',
      };
    default:
      return {
        ...quiet,
        title: call.state === 'agent_lost' ? 'Looking for an agent' : 'Waiting',
        says: `${customer} waits with music.`,
        music: true,
        figures: alone,
        tone: 'music',
      };
  }
}

type Draw = (names: Names, transfer: TransferView) => Omit<Scene, 'figures'> & Places;

interface Places {
  at: Partial<Record<Figure['role'], [Place, (string | null)?, boolean?]>>;
}

const base = { deadline: null, next: null, talks: [] as Scene['talks'] };
const onMusic = { ...base, music: true, consult: true, tone: 'music' } as const;
const over = { ...base, music: false, consult: false, tone: 'over' } as const;
const together = { ...over, tone: 'talk' } as const;

function back(title: string, why: (names: Names, transfer: TransferView) => string): Draw {
  return (names, transfer) => ({
    ...together,
    title,
    says: `${why(names, transfer)} ${names.customer} and ${names.from} hear each other.`,
    talks: [['customer', 'from']],
    at: { customer: ['customer'], from: ['customer'] },
  });
}

const DRAW: Record<TransferView['state'], Draw> = {
  preparing: ({ customer, to }, { mode }) => ({
    ...onMusic,
    consult: mode === 'warm',
    title: 'Getting ready',
    says: `${customer} hears music while the private room is made.`,
    next: `${to} is asked to take the call.`,
    deadline: 'to get ready',
    at: {
      customer: ['customer', MUSIC],
      from: [mode === 'warm' ? 'consult' : 'outside'],
      to: ['outside', 'asked next'],
    },
  }),
  ringing: ({ customer, from, to }, { mode, from: { present } }) => ({
    ...onMusic,
    consult: mode === 'warm',
    title: `Ringing ${to}`,
    says:
      mode === 'warm' && present
        ? `${customer} hears music. ${from} waits in the private room.`
        : `${customer} hears music.`,
    next:
      mode === 'warm' && present
        ? `When ${to} accepts, ${from} and ${to} talk in private.`
        : `When ${to} accepts, ${to} gets ${customer}.`,
    deadline: 'to answer',
    at: {
      customer: ['customer', MUSIC],
      ...(mode === 'warm' && present ? { from: ['consult', 'waits'] as [Place, string] } : {}),
      to: ['outside', 'desk rings'],
    },
  }),
  consulting: (names, transfer) =>
    transfer.focus === 'consult' ? privateTalk(names) : withCustomer(names),
  conferencing: ({ customer, from, to }) => ({
    ...base,
    title: 'All together',
    says: `${customer}, ${from} and ${to} hear each other.`,
    next: `Complete leaves ${customer} with ${to}.`,
    music: false,
    consult: true,
    tone: 'talk',
    talks: [
      ['customer', 'from'],
      ['customer', 'to'],
      ['from', 'to'],
    ],
    at: { customer: ['customer'], from: ['customer'], to: ['customer'] },
  }),
  completing: ({ customer, from, to }, { from: { present } }) => ({
    ...onMusic,
    title: `Handing over to ${to}`,
    says: `Music plays until ${customer} hears ${to}.`,
    next: present ? `${from} leaves once ${to} is heard.` : null,
    deadline: 'to be heard',
    at: {
      customer: ['customer', MUSIC],
      to: ['customer', 'joining'],
      ...(present ? { from: ['consult', 'silent'] as [Place, string] } : {}),
    },
  }),
  returning: ({ customer, from }, { focus }) => ({
    ...onMusic,
    consult: focus === 'customer',
    title: `Back to ${from}`,
    says: `Music plays until ${customer} hears ${from} again.`,
    deadline: 'to be heard',
    at: {
      customer: ['customer', MUSIC],
      from: ['customer', 'joining'],
      ...(focus === 'customer' ? { to: ['consult', 'waits'] as [Place, string] } : {}),
    },
  }),
  completed: ({ customer, from, to }) => ({
    ...together,
    title: `${to} has taken over`,
    says: `${customer} and ${to} hear each other. ${from} has left.`,
    talks: [['customer', 'to']],
    at: { customer: ['customer'], to: ['customer'], from: ['outside', 'left', true] },
  }),
  cancelled: back('Transfer cancelled', () => 'The transfer was cancelled.'),
  declined: back('Declined', ({ to }, { attempts }) => {
    const reason = attempts.findLast(({ outcome }) => outcome === 'declined')?.cause;
    return reason ? `${to} declined: “${reason}”.` : `${to} declined.`;
  }),
  unanswered: back('No answer', ({ to }) => `${to} did not answer.`),
  failed: back('The transfer did not work', ({ to }) => `${to} could not be connected.`),
  requeued: ({ customer }) => ({
    ...onMusic,
    consult: false,
    title: 'Back in the queue',
    says: `${customer} waits with music for the next agent.`,
    at: { customer: ['customer', MUSIC] },
  }),
  abandoned: ({ customer }) => ({
    ...over,
    title: `${customer} hung up`,
    says: 'The call is over.',
    at: { customer: ['customer', 'left', true] },
  }),
};

function privateTalk({ customer, from, to }: Names): ReturnType<Draw> {
  return {
    ...onMusic,
    title: 'Private talk',
    says: `${from} and ${to} talk in private. ${customer} hears music, and nobody hears ${customer}.`,
    next: `Complete hands ${customer} over to ${to}.`,
    deadline: 'until a reminder',
    talks: [['from', 'to']],
    at: { customer: ['customer', MUSIC], from: ['consult'], to: ['consult'] },
  };
}

function withCustomer({ customer, from, to }: Names): ReturnType<Draw> {
  return {
    ...base,
    title: `${from} is with ${customer}`,
    says: `${customer} and ${from} hear each other. ${to} waits and hears nobody.`,
    next: 'Swap goes back to the private talk.',
    music: false,
    consult: true,
    tone: 'talk',
    talks: [['customer', 'from']],
    at: { customer: ['customer'], from: ['customer'], to: ['consult', 'waits'] },
  };
}

function transferScene(transfer: TransferView): Scene {
  const names: Names = {
    customer: transfer.customer_name,
    from: transfer.from.name,
    to: transfer.to?.name ?? nameOfTarget(transfer),
  };
  const { at, ...scene } = DRAW[transfer.state](names, transfer);
  const figures = (['customer', 'from', 'to'] as const).flatMap((role) => {
    const [place, note, faded] = at[role] ?? [];
    return place ? [figure(role, names[role], place, note ?? null, faded ?? false)] : [];
  });
  return { ...scene, figures };
}

/** Who is asked, before anybody is named: an agent's handle, or somebody with a skill. */
function nameOfTarget({ attempts, targets }: TransferView): string {
  const named = attempts.findLast(({ name }) => name)?.name;
  const [target] = targets;
  return (
    named ?? target?.agent ?? (target?.skill ? `Somebody for ${target.skill}` : 'The next agent')
  );
}
