import { Button, Group, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { MeView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { Avatar } from '../shell/avatar';
import { Phone } from '../shell/icons';
import { Briefing } from '../transfers/briefing';
import { Deadline } from '../transfers/deadline';
import classes from './calls.module.css';
import { useRing } from './ring';

type Offer = MeView['offers'][number];

/** The calls and transfers that ring at this desk now. */
export function Offers({ me }: { me: MeView }) {
  const [first] = me.offers;
  useRing(first ? headline(first) : null);
  return (
    <div aria-live="assertive">
      {me.offers.map((offer) => (
        <OfferCard key={offer.transfer?.id ?? offer.call.id} offer={offer} />
      ))}
    </div>
  );
}

function headline({ kind, call, transfer }: Offer): string {
  return kind === 'transfer' && transfer
    ? `${transfer.from.name} brings you ${transfer.customer_name}`
    : `${call.customer.name} is ${call.answered_at ? 'waiting again' : 'calling'}`;
}

/** Where the call comes from: a colleague, the queue, or an agent whose line was lost. */
function originOf({ call, transfer }: Offer): string {
  if (transfer) {
    const how = transfer.mode === 'blind' ? 'Handed over' : 'Warm transfer';
    return `${how} from ${transfer.from.name}`;
  }
  const skill = call.skill ? ` for ${call.skill}` : '';
  return call.answered_at ? `To be taken up again${skill}` : `Incoming call${skill}`;
}

function OfferCard({ offer }: { offer: Offer }) {
  const { call, transfer } = offer;
  const [reasoning, setReasoning] = useState(false);
  const take = useCommand('You could not take the call', async () =>
    transfer ? await api.accept(transfer.id) : await api.answer(call.id),
  );
  const decline = useCommand('The offer was not declined', async (reason: string) =>
    transfer ? await api.decline(transfer.id, reason) : await api.declineCall(call.id, reason),
  );
  const { run } = take;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey && event.code === 'KeyA') {
        event.preventDefault();
        void run();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  const until = transfer ? transfer.deadline_at : call.deadline_at;
  // A call does not tell since when it rings; it was then that this card came.
  const [came] = useState(call.server_now);
  const since = transfer?.timeline.at(-1)?.at ?? came;
  return (
    <section className={classes.offer} aria-label={headline(offer)} data-testid="offer">
      <div className={classes.offerHead}>
        <Avatar name={call.customer.name} size={52} />
        <div>
          <p className="section-title">{originOf(offer)}</p>
          <h2>{transfer?.customer_name ?? call.customer.name}</h2>
        </div>
      </div>
      {!transfer && call.answered_at && (
        <p className="soft">
          They talked with an agent already and hear music since the line was lost.
        </p>
      )}
      {transfer?.note && <blockquote className={classes.note}>{transfer.note}</blockquote>}
      {until && <Deadline from={since} until={until} label="to answer" />}
      <Group gap="sm">
        <Button
          size="md"
          color="#1b7340"
          leftSection={<Phone />}
          loading={take.pending}
          aria-keyshortcuts="Alt+A"
          onClick={() => void take.run()}
        >
          {transfer ? 'Accept' : 'Answer'}
        </Button>
        <Button
          size="md"
          variant="default"
          loading={decline.pending}
          onClick={() => void decline.run('')}
        >
          Decline
        </Button>
        <Button
          size="md"
          variant="subtle"
          color="gray"
          fw={400}
          aria-label="Decline with a reason"
          aria-expanded={reasoning}
          onClick={() => setReasoning(!reasoning)}
        >
          With a reason
        </Button>
        <span className={`soft ${classes.hint}`}>
          <kbd>Alt</kbd> + <kbd>A</kbd> {transfer ? 'accepts' : 'answers'}
        </span>
      </Group>
      {reasoning && <Reason pending={decline.pending} onSend={(why) => void decline.run(why)} />}
      {/* Last: a better one may take its place, and the buttons stay where they are. */}
      {transfer?.briefing && (
        <div className={classes.offerBriefing}>
          <h3 className="section-title">Briefing</h3>
          <Briefing briefing={transfer.briefing} note={transfer.note} />
        </div>
      )}
    </section>
  );
}

interface ReasonProps {
  pending: boolean;
  onSend: (reason: string) => void;
}

function Reason({ pending, onSend }: ReasonProps) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reason.trim());
      }}
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={200}
          flex={1}
        />
        <Button type="submit" color="red" loading={pending}>
          Decline with this reason
        </Button>
      </Group>
    </form>
  );
}
