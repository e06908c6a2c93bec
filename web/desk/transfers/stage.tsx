import { Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallView, MeView, TransferView } from '../../api/types';
import { type LineView, type Slot, SLOTS } from '../../phone/types';
import { dismissTransfer } from '../live/store';
import { usePhone } from '../phone/phone';
import { Deadline, Since } from './deadline';
import { TransferHistory } from './history';
import { Moves } from './moves';
import { Picture } from './picture';
import { type Scene, sceneOf, withoutLine } from './scene';
import type { Role } from './words';
import classes from './transfers.module.css';

const LASTING_MS = 1500;

interface StageProps {
  me: MeView;
  call: CallView;
  transfer: TransferView | null;
}

/** The centrepiece: the picture, what it means, how long, what comes next, and the moves. */
export function Stage({ me, call, transfer }: StageProps) {
  const { lines, elsewhere } = usePhone();
  // The end of a transfer stays in the picture until the call in hand moves on.
  const moved = me.call && transfer?.over && call.state !== 'active';
  const parts = partsOf(transfer, call);
  const mine = me.agent ? (parts.get(`agent:${me.agent.id}`) ?? null) : null;
  const absent = useLasting(absentees(lines, call, parts).filter((role) => role !== mine));
  const whole = sceneOf(call, moved ? null : transfer, absent);
  const down = elsewhere ? null : ownLineDown(lines, whole, mine);
  // Who hears whom is not said by somebody whose own line is down.
  const scene = mine && down ? withoutLine(whole, mine, down) : whole;
  const since = sinceOf(call, moved ? null : transfer);
  const until = transfer && !transfer.over ? transfer.deadline_at : call.deadline_at;
  // Whom the transfer brought the call keeps it and its briefing before them.
  const mayPutAway = transfer?.over && !(me.call && transfer.state === 'completed');
  return (
    <section className={`card ${classes.stage}`} aria-label="The call as it happens">
      <div className={classes.head}>
        <div className={classes.caption} role="status" aria-live="polite">
          <h2>{scene.title}</h2>
          <p>{scene.says}</p>
          {scene.next && <p className="soft">{scene.next}</p>}
        </div>
        <span className={classes.state} data-tone={scene.tone}>
          {down ? DOWN[down] : TONE[scene.tone]} {me.call && since && <Since at={since} />}
        </span>
      </div>
      <Picture scene={scene} me={mine} speaking={speakersOf(lines, parts)} />
      {until && scene.deadline && (
        <Deadline from={since ?? call.server_now} until={until} label={scene.deadline} />
      )}
      {transfer && <Moves transfer={transfer} />}
      {transfer && <TransferHistory transfer={transfer} />}
      {mayPutAway && (
        <Group>
          <Button variant="light" size="sm" onClick={dismissTransfer}>
            Done with this transfer
          </Button>
        </Group>
      )}
    </section>
  );
}

/** Since when it is as it is; a call by itself tells that only of its conversation. */
function sinceOf(call: CallView, transfer: TransferView | null): string | null {
  if (transfer) return transfer.timeline.at(-1)?.at ?? transfer.created_at;
  return call.state === 'active' ? call.answered_at : null;
}

const DOWN = { connecting: 'Connecting', reconnecting: 'Reconnecting' };
const TONE = { talk: 'Talking', music: 'Music', over: 'Over' };

/** LiveKit's identities, by the part they play. */
function partsOf(transfer: TransferView | null, call: CallView): ReadonlyMap<string, Role> {
  const from = transfer?.from.agent_id ?? call.agent_id;
  const parts = new Map<string, Role>([['customer', 'customer']]);
  if (from) parts.set(`agent:${from}`, 'from');
  const phone = transfer?.to?.phone?.leg_id;
  if (phone) for (const who of ['phone', 'bridge']) parts.set(`${who}:${phone}`, 'to');
  else if (transfer?.to) parts.set(`agent:${transfer.to.agent_id}`, 'to');
  return parts;
}

type Lines = Record<Slot, LineView>;

/** Whether our own line is not there yet, or not there any more, where we should be talking. */
function ownLineDown(lines: Lines, scene: Scene, mine: Role | null): keyof typeof DOWN | null {
  if (SLOTS.some((slot) => lines[slot].state === 'reconnecting')) return 'reconnecting';
  const place = scene.figures.find(({ role }) => role === mine)?.place;
  const talks = mine !== null && scene.talks.flat().includes(mine);
  if (!talks || !place || place === 'outside') return null;
  return lines[place].state === 'connected' ? null : 'connecting';
}

/** Who belongs in a room with us and is not seen there. LiveKit shows nobody without any right. */
function absentees(lines: Lines, { line_up }: CallView, parts: ReadonlyMap<string, Role>): Role[] {
  const rooms = { customer: line_up.customer_room, consult: line_up.consult_room };
  return SLOTS.flatMap((slot) => {
    const { state, peers } = lines[slot];
    if (state !== 'connected') return [];
    const seen = new Set(peers.map(({ identity }) => identity));
    return rooms[slot]
      .filter((party) => (party.speaks || party.hears) && !seen.has(party.identity))
      .flatMap(({ identity }) => parts.get(identity) ?? []);
  });
}

/** Those who stay away: who just comes or is just let in is not worth a word. */
function useLasting(absent: Role[]): ReadonlySet<Role> {
  const now = absent.join(' ');
  const [lasting, setLasting] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setLasting(now), LASTING_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return new Set(now === lasting ? absent : []);
}

function speakersOf(lines: Lines, parts: ReadonlyMap<string, Role>): ReadonlySet<Role> {
  const peers = SLOTS.flatMap((slot) => lines[slot].peers);
  // Of somebody who is not heard any more, what LiveKit told last stays.
  const heard = peers.filter(({ speaking, audible }) => speaking && audible);
  const roles = heard.map(({ identity }) => parts.get(identity));
  return new Set(roles.filter((role) => role !== undefined));
}
