import type { CallView, PartyRights, TransferView } from '../../api/types';
import { type Role, type Words, wordsFor } from './words';

/** Where somebody stands in the picture. */
export type Place = 'customer' | 'consult' | 'outside';

export interface Figure {
  role: Role;
  name: string;
  place: Place;
  /** A word below the name: rings, waits, hears music. */
  note: string | null;
  faded: boolean;
}

export interface Scene {
  title: string;
  /** What happens just now, in a sentence or two. */
  says: string;
  /** What comes next, in a sentence; null when nothing is awaited. */
  next: string | null;
  /** What the deadline is the end of. */
  deadline: string | null;
  music: boolean;
  consult: boolean;
  figures: Figure[];
  /** Pairs who hear each other. */
  talks: [Role, Role][];
  tone: 'talk' | 'music' | 'over';
}

/** Somebody's place in the line-up: where they may speak or hear, else where they wait. */
interface Standing {
  role: Role;
  place: 'customer' | 'consult';
  speaks: boolean;
  hears: boolean;
  awaited: boolean;
}

const ROLES: readonly Role[] = ['customer', 'from', 'to'];
const NOBODY: ReadonlySet<Role> = new Set();

/**
 * Draws a call as the server's line-up has it: who is in which room and who hears whom. What the
 * states are called comes from the words; nothing here knows what a state means.
 *
 * `absent` are those who belong in a room and are not seen in it.
 */
export function sceneOf(
  call: CallView,
  transfer: TransferView | null,
  absent: ReadonlySet<Role> = NOBODY,
): Scene {
  const { music, consult_room } = call.line_up;
  const standings = standingsIn(call, transfer);
  const talks = pairsOf(standings, music);
  const heard = new Set(talks.flat());
  const words = wordsFor(call, transfer, {
    privately: standings.some(({ role, place }) => place === 'consult' && heard.has(role)),
    from: standings.some(({ role }) => role === 'from'),
  });
  const noteOf = (standing: Standing) =>
    absent.has(standing.role) && !standing.awaited
      ? absence(standing.role, transfer)
      : noteFor(standing, music, heard.has(standing.role));
  const figures = standings.map((it) => figure(words, it.role, it.place, noteOf(it)));
  return {
    title: words.title,
    says: [words.why, ...sentences(standings, talks, call, words)].filter(Boolean).join(' '),
    next: words.next,
    deadline: words.deadline,
    music,
    consult: consult_room.length > 0,
    figures: [...figures, ...outsiders(words, standings)],
    talks,
    tone: music ? 'music' : talks.length > 0 ? 'talk' : 'over',
  };
}

/** The same as somebody sees it whose own line is down: they hear nobody, and nobody them. */
export function withoutLine(scene: Scene, role: Role, note: 'connecting' | 'reconnecting'): Scene {
  return {
    ...scene,
    says:
      note === 'reconnecting'
        ? 'Your own line is reconnecting: you hear nobody meanwhile. The call is kept.'
        : 'Your own line is connecting: you hear nobody yet.',
    talks: scene.talks.filter((pair) => !pair.includes(role)),
    figures: scene.figures.map((one) => (one.role === role ? { ...one, note } : one)),
    tone: 'music',
  };
}

function figure(
  { names }: Words,
  role: Role,
  place: Place,
  note: string | null,
  faded = false,
): Figure {
  return { role, name: names[role], place, note, faded };
}

function standingsIn(call: CallView, transfer: TransferView | null): Standing[] {
  const { customer_room, consult_room, awaited } = call.line_up;
  const places = [
    ...consult_room.map((party) => ({ party, place: 'consult' as const })),
    ...customer_room.map((party) => ({ party, place: 'customer' as const })),
  ];
  return ROLES.flatMap((role) => {
    const here = places
      .filter(({ party }) => roleOf(party, call, transfer) === role)
      // A phone that rings is nowhere yet.
      .filter(({ party }) => !isPhone(party) || answered(transfer) || call.phone_leg_id);
    const active = here.filter(({ party }) => party.speaks || party.hears);
    // A phone stays in the private room, which is its line; its bridge tells where it is heard.
    const bridge = active.find((one) => isBridge(one.party) && one.place === 'customer');
    const found = bridge ?? active.find((one) => !isBridge(one.party)) ?? here[0];
    if (!found) return [];
    const { speaks, hears, identity } = found.party;
    return [{ role, place: found.place, speaks, hears, awaited: identity === awaited }];
  });
}

const isBridge = ({ identity }: PartyRights) => identity.startsWith('bridge:');
const isPhone = (party: PartyRights) => party.identity.startsWith('phone:') || isBridge(party);
const answered = (transfer: TransferView | null) => transfer?.to?.phone?.state === 'answered';

function roleOf(
  { agent_id, identity }: PartyRights,
  { agent_id: serving, phone_leg_id }: CallView,
  transfer: TransferView | null,
): Role | null {
  if (agent_id === null) {
    const leg = identity.split(':')[1];
    if (!leg) return 'customer';
    if (leg === transfer?.to?.phone?.leg_id) return 'to';
    return leg === phone_leg_id ? 'from' : null;
  }
  if (agent_id === transfer?.to?.agent_id) return 'to';
  return agent_id === (transfer?.from.agent_id ?? serving) ? 'from' : null;
}

/** Who hears whom. While there is music, the customer hears that and nobody else. */
function pairsOf(standings: Standing[], music: boolean): Scene['talks'] {
  const pairs = standings.flatMap((one, index) =>
    standings.slice(index + 1).map((other): [Standing, Standing] => [one, other]),
  );
  return pairs
    .filter(([one, other]) => one.place === other.place)
    .filter(([one, other]) => one.speaks && other.hears && other.speaks && one.hears)
    .filter(([one]) => !(music && one.role === 'customer'))
    .map(([one, other]) => [one.role, other.role]);
}

function noteFor(standing: Standing, music: boolean, talks: boolean): string | null {
  const { role, place, speaks, hears, awaited } = standing;
  if (role === 'customer') return music ? 'hears music' : null;
  if (awaited) return 'joining';
  if (talks) return null;
  return place === 'consult' || speaks || hears ? 'waits' : 'silent';
}

/** Somebody who was in the room comes back; somebody who was not is still to come. */
function absence(role: Role, transfer: TransferView | null): string {
  if (role === 'to' && !transfer?.to?.present) return 'not there yet';
  return 'reconnecting';
}

/** Those of the transfer who stand in no room, as far as there is a word for them. */
function outsiders(words: Words, standings: Standing[]): Figure[] {
  if (standings.length === 0) return [figure(words, 'customer', 'customer', 'left', true)];
  const { outside } = words;
  if (!outside || standings.some(({ role }) => role === outside.role)) return [];
  return [figure(words, outside.role, 'outside', outside.note, outside.faded)];
}

/** The picture as sentences: the talks, then the music, then who waits. */
function sentences(
  standings: Standing[],
  talks: Scene['talks'],
  { line_up: { music } }: CallView,
  { names }: Words,
): string[] {
  if (standings.length === 0) return ['The call is over.'];
  const talking = new Set(talks.flat());
  const namesIn = (place: Place) =>
    standings
      .filter((it) => it.place === place && talking.has(it.role))
      .map(({ role }) => names[role]);
  const [together, privately] = [namesIn('customer'), namesIn('consult')];
  const waiting = standings.filter(
    ({ role, place, awaited }) => place === 'consult' && !awaited && !talking.has(role),
  );
  return [
    ...(together.length > 0 ? [`${list(together)} hear each other.`] : []),
    ...(privately.length > 0 ? [`${list(privately)} talk in private.`] : []),
    ...(music ? [musicSentence(standings, names)] : []),
    ...waiting.map(({ role, hears }) =>
      hears ? `${names[role]} waits in the private room.` : `${names[role]} waits, hearing nobody.`,
    ),
  ];
}

function musicSentence(standings: Standing[], names: Words['names']): string {
  const awaited = standings.find((it) => it.awaited);
  if (awaited) return `Music plays until ${names.customer} hears ${names[awaited.role]}.`;
  const heard = standings.some(
    ({ role, place, hears }) => role !== 'customer' && place === 'customer' && hears,
  );
  return `${names.customer} hears music${heard ? '' : ' and is not heard'}.`;
}

const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

function list(names: string[]): string {
  return LIST.format(names);
}
