import { Badge } from '@mantine/core';
import type { CallView, MeView } from '../../api/types';
import { MoodCard } from '../assist/mood-card';
import { Suggestions } from '../assist/suggestions';
import { DemoPanel } from '../demo/demo-panel';
import type { Desk } from '../live/apply';
import { duration, useNow } from '../live/clock';
import { usePhone } from '../phone/phone';
import { Videos } from '../phone/videos';
import { Avatar } from '../shell/avatar';
import { Empty } from '../shell/empty';
import { BriefingCard } from '../transfers/briefing';
import { Stage } from '../transfers/stage';
import { CallList } from './call-list';
import classes from './calls.module.css';
import { Controls } from './controls';
import { Offers } from './offer-card';
import { Transcript } from './transcript';

/** The desk: what rings, the call in hand with its transfer, and the other calls beside it. */
export function Board({ me }: { me: Desk }) {
  const { call, transfer } = me;
  // Who has hung up hears nobody, whatever the server still believes.
  const hungUp = !!call && call.id === me.hungUp;
  const shown = hungUp ? null : (call ?? (transfer && me.gone));
  const serves = call?.state === 'active' && call.agent_id === me.agent?.id && !hungUp;
  const quiet = !call && !transfer && me.offers.length === 0;
  return (
    <div className={classes.board} data-call={!!call}>
      <h1 className="visually-hidden">Desk of {me.account.name}</h1>
      <div className={classes.centre}>
        <Offers me={me} />
        {call && <CallHead me={me} call={call} />}
        {shown && <Stage me={me} call={shown} transfer={transfer} />}
        <Videos />
        {transfer?.note && (
          <section className="card" aria-label="Note">
            <h2 className="section-title">Note from {transfer.from.name}</h2>
            <p className={classes.noteText}>{transfer.note}</p>
          </section>
        )}
        {transfer && <BriefingCard transfer={transfer} voice={!!call?.voice} />}
        {serves && <Suggestions key={call.id} callId={call.id} />}
        {quiet && <Quiet me={me} />}
        {me.demo && !call && <DemoPanel handle={me.agent?.handle} />}
      </div>
      <div className={classes.side}>
        {call && (
          <>
            <MoodCard callId={call.id} customer={call.customer.name} />
            <Transcript
              callId={call.id}
              customer={call.customer.name}
              names={namesOf(call, transfer)}
              transcription={call.transcription}
            />
          </>
        )}
        <CallList title="Calls" />
      </div>
    </div>
  );
}

function namesOf(call: CallView, transfer: MeView['transfer']): Record<string, string> {
  const people = [
    call.agent_id && { agent_id: call.agent_id, name: call.agent_name ?? 'Agent' },
    transfer?.from,
    transfer?.to,
  ];
  return Object.fromEntries(
    people.flatMap((person) => (person ? [[person.agent_id, person.name]] : [])),
  );
}

function CallHead({ me, call }: { me: Desk; call: CallView }) {
  const now = useNow();
  return (
    <section className="card" aria-label={`Call with ${call.customer.name}`} data-testid="call">
      <div className={classes.head}>
        <Avatar name={call.customer.name} size={52} />
        <div className={classes.headText}>
          <h2>{call.customer.name}</h2>
          <p className="soft">
            <span className="tabular">
              {duration(now - Date.parse(call.answered_at ?? call.created_at))}
            </span>
            {call.customer.phone && ` · ${call.customer.phone}`}
            {call.skill && ` · ${call.skill}`}
          </p>
        </div>
        <Quality />
      </div>
      <Controls me={me} call={call} />
    </section>
  );
}

const QUALITY: Record<string, { label: string; color: string }> = {
  excellent: { label: 'Good line', color: 'green' },
  good: { label: 'Fair line', color: 'green' },
  poor: { label: 'Poor line', color: 'orange' },
  lost: { label: 'Line lost', color: 'red' },
};

/** How our own connection to the voice server is. */
function Quality() {
  const { lines } = usePhone();
  const { state, quality } = lines.customer;
  if (state === 'reconnecting') return <Badge color="orange">Reconnecting…</Badge>;
  if (state !== 'connected')
    return <Badge color="gray">{state === 'idle' ? 'Off the line' : 'Connecting…'}</Badge>;
  const shown = quality ? QUALITY[quality] : undefined;
  return <Badge color={shown?.color ?? 'green'}>{shown?.label ?? 'Connected'}</Badge>;
}

function Quiet({ me }: { me: MeView }) {
  const status = me.agent?.status;
  return (
    <section className="card">
      {me.agent ? (
        <Empty
          title={status === 'available' ? 'Ready for the next call' : 'Nothing rings just now'}
          text={
            status === 'available'
              ? 'Calls and transfers ring here, with their briefing before you accept.'
              : status === 'wrap_up'
                ? 'Take a moment to wrap up. You become available by yourself.'
                : 'Set your status to Available, and calls reach you.'
          }
        />
      ) : (
        <Empty
          title="You are not an agent"
          text="You see all calls here. To take calls, link your account to an agent."
        />
      )}
    </section>
  );
}
