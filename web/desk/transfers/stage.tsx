import { Button, Group } from '@mantine/core';
import type { CallView, MeView, TransferView } from '../../api/types';
import type { LineView } from '../../phone/types';
import { isOver } from '../live/apply';
import { dismissTransfer } from '../live/store';
import { usePhone } from '../phone/phone';
import { Deadline, Since } from './deadline';
import { TransferHistory } from './history';
import { Moves } from './moves';
import { Picture } from './picture';
import { type Figure, sceneOf } from './scene';
import classes from './transfers.module.css';

interface StageProps {
  me: MeView;
  call: CallView | null;
  transfer: TransferView | null;
}

/** The centrepiece: the picture, what it means, how long, what comes next, and the moves. */
export function Stage({ me, call, transfer }: StageProps) {
  const { lines } = usePhone();
  // The end of a transfer stays in the picture until the call moves on.
  const moved = transfer && isOver(transfer) && call && call.state !== 'active';
  const scene = sceneOf(call, moved ? null : transfer);
  const broken = Object.values(lines).some(({ state }) => state === 'reconnecting');
  const since = transfer?.timeline.at(-1)?.at ?? call?.answered_at ?? call?.created_at;
  const until = transfer && !isOver(transfer) ? transfer.deadline_at : call?.deadline_at;
  const parts = partsOf(transfer, call);
  return (
    <section className={`card ${classes.stage}`} aria-label="The call as it happens">
      <div className={classes.head}>
        <div className={classes.caption} role="status" aria-live="polite">
          <h2>{scene.title}</h2>
          <p>{scene.says}</p>
          {broken && <p>Your own line is reconnecting. Nothing is lost meanwhile.</p>}
          {scene.next && <p className="soft">{scene.next}</p>}
        </div>
        {since && (
          <span className={classes.state} data-tone={scene.tone}>
            {scene.music ? 'Music' : scene.talks.length === 0 ? 'Over' : 'Talking'}{' '}
            <Since at={since} />
          </span>
        )}
      </div>
      <Picture
        scene={scene}
        me={me.agent ? (parts.get(`agent:${me.agent.id}`) ?? null) : null}
        speaking={speakersOf(Object.values(lines), parts)}
      />
      {until && since && scene.deadline && (
        <Deadline from={since} until={until} label={scene.deadline} />
      )}
      {transfer && <Moves transfer={transfer} />}
      {transfer && <TransferHistory transfer={transfer} />}
      {transfer && isOver(transfer) && (
        <Group>
          <Button variant="light" size="sm" onClick={dismissTransfer}>
            Done with this transfer
          </Button>
        </Group>
      )}
    </section>
  );
}

/** LiveKit's identities, by the part they play. */
function partsOf(
  transfer: TransferView | null,
  call: CallView | null,
): ReadonlyMap<string, Figure['role']> {
  const from = transfer?.from.agent_id ?? call?.agent_id;
  const parts = new Map<string, Figure['role']>([['customer', 'customer']]);
  if (from) parts.set(`agent:${from}`, 'from');
  if (transfer?.to) parts.set(`agent:${transfer.to.agent_id}`, 'to');
  return parts;
}

function speakersOf(
  lines: LineView[],
  parts: ReadonlyMap<string, Figure['role']>,
): ReadonlySet<Figure['role']> {
  const speaking = lines.flatMap(({ peers }) => peers.filter((peer) => peer.speaking));
  return new Set(
    speaking.flatMap(({ identity }) => {
      const part = parts.get(identity);
      return part ? [part] : [];
    }),
  );
}
