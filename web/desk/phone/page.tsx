import { Alert, Button, Group, Loader, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { CallView, MeView } from '../../api/types';
import { api } from '../api';
import classes from '../calls/calls.module.css';
import { causeText } from '../calls/state';
import { clockTime } from '../live/clock';
import { useCommand } from '../live/command';
import { KEYS } from '../live/store';
import { Empty } from '../shell/empty';
import { Phone } from '../shell/icons';

const DIGITS = '123456789*0#';

/** Calling a phone, keys for the menu at its other end, and whom nobody answered. */
export default function PhonePage({ me }: { me: MeView }) {
  const go = useNavigate();
  const call = useCommand(null, (to: string) => api.callPhone(to));
  const dial = (to: string) => void call.run(to).then((done) => done && go('/'));
  return (
    <Stack style={{ maxWidth: '44rem', margin: '0 auto' }}>
      <Title order={1} size="h3">
        Phone
      </Title>
      {me.call ? <Keys call={me.call} /> : <Dial pending={call.pending} onDial={dial} me={me} />}
      {call.error && (
        <Alert color="red" role="alert">
          {call.error}
        </Alert>
      )}
      <Missed onDial={dial} busy={call.pending || me.call !== null || me.agent === null} />
    </Stack>
  );
}

interface DialProps {
  me: MeView;
  pending: boolean;
  onDial: (to: string) => void;
}

function Dial({ me, pending, onDial }: DialProps) {
  const [to, setTo] = useState('');
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        onDial(to.trim());
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Number"
          description="With + and the country code, or a SIP address"
          placeholder="+44 20 7946 0018"
          type="tel"
          autoComplete="off"
          value={to}
          maxLength={256}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button
            type="submit"
            leftSection={<Phone size={16} />}
            loading={pending}
            disabled={to.trim() === '' || me.agent === null}
          >
            Call
          </Button>
        </Group>
        {me.agent === null && <p className="soft">Only an agent can call a phone.</p>}
      </Stack>
    </form>
  );
}

/** Each key is sent as it is pressed. */
function Keys({ call }: { call: CallView }) {
  const press = useCommand('The key was not sent', (key: string) => api.pressKeys(call.id, key));
  return (
    <section className="card" aria-label="Keys">
      <p className="soft">Keys for the menu at the other end of {call.customer.name}’s line.</p>
      <div className={classes.keypad}>
        {[...DIGITS].map((key) => (
          <Button key={key} variant="default" onClick={() => void press.run(key)}>
            {key}
          </Button>
        ))}
      </div>
    </section>
  );
}

function Missed({ onDial, busy }: { onDial: (to: string) => void; busy: boolean }) {
  const { data, error, isPending } = useQuery({
    queryKey: [...KEYS.calls, 'missed'],
    queryFn: () => api.calls({ status: 'missed', limit: 50 }),
    staleTime: 0,
  });
  return (
    <section className="card" aria-labelledby="missed-title">
      <h2 id="missed-title" className="section-title">
        Missed
      </h2>
      {isPending && <Loader aria-label="Loading" size="sm" />}
      {error && <Empty title="The missed calls cannot be shown" text={error.message} />}
      {data?.calls.length === 0 && <Empty title="Nobody was missed" />}
      <ul className={classes.rows} style={{ marginInline: 0 }}>
        {data?.calls.map(({ id, customer, created_at, end_cause, skill }) => (
          <li key={id} className={classes.row} style={{ paddingInline: 0 }}>
            <span className={classes.rowText}>
              <strong>{customer.phone ?? 'Number withheld'}</strong>
              <small>{[causeText(end_cause ?? null), skill].filter(Boolean).join(' · ')}</small>
            </span>
            <small className="soft tabular">{clockTime(created_at)}</small>
            {customer.phone && (
              <Button
                size="compact-sm"
                variant="light"
                disabled={busy}
                onClick={() => onDial(customer.phone ?? '')}
              >
                Call back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
