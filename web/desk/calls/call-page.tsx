import { Anchor, Badge, Button, Group, Loader, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { CallDetail, MeView, TransferView } from '../../api/types';
import { api } from '../api';
import { MoodCard } from '../assist/mood-card';
import { Outcome } from '../assist/outcome';
import { clockTime } from '../live/clock';
import { useCommand } from '../live/command';
import { queries } from '../live/store';
import { Empty } from '../shell/empty';
import { Briefing } from '../transfers/briefing';
import { STATE, TransferHistory } from '../transfers/history';
import classes from './calls.module.css';
import { CALL_STATE, causeText } from './state';
import { Transcript } from './transcript';

/** One call from its first hello to its end: who was on it, its transfers, what was said. */
export default function CallPage({ me }: { me: MeView }) {
  const { id = '' } = useParams();
  const { data, error } = useQuery({
    queryKey: ['call', id],
    queryFn: () => api.call(id),
    staleTime: 0,
  });
  if (error) {
    return (
      <Empty title="This call cannot be shown" text={error.message}>
        <Anchor component={Link} to="/calls">
          All calls
        </Anchor>
      </Empty>
    );
  }
  if (!data) return <Loader aria-label="Loading" />;
  return (
    <div className={classes.board}>
      <div className={classes.centre}>
        <Head call={data} mine={me.call?.id === data.id} />
        {data.state === 'ended' && <Outcome callId={data.id} />}
        <Legs call={data} />
        {data.transfers.map((transfer) => (
          <TransferCard key={transfer.id} transfer={transfer} />
        ))}
      </div>
      <div className={classes.side}>
        <MoodCard callId={data.id} customer={data.customer.name} over={data.state === 'ended'} />
        <Transcript
          callId={data.id}
          customer={data.customer.name}
          names={Object.fromEntries(data.legs.map(({ agent_id, name }) => [agent_id, name]))}
        />
      </div>
    </div>
  );
}

function Head({ call, mine }: { call: CallDetail; mine: boolean }) {
  const state = CALL_STATE[call.state];
  const end = useCommand('The call was not ended', async () => {
    await api.end(call.id);
    await queries.invalidateQueries({ queryKey: ['call', call.id] });
  });
  return (
    <section className="card">
      <Group justify="space-between">
        <div>
          <Title order={1} size="h3">
            {call.customer.name}
          </Title>
          <span className="soft">
            {clockTime(call.created_at)}
            {call.agent_name && ` · ${call.agent_name}`}
            {call.end_cause && ` · ${causeText(call.end_cause)}`}
          </span>
        </div>
        <Group>
          <Badge color={state.color} size="lg">
            {state.label}
          </Badge>
          {mine && (
            <Button component={Link} to="/" size="sm">
              To my desk
            </Button>
          )}
          {!mine && call.allowed_moves.includes('end') && (
            <Button
              size="sm"
              variant="light"
              color="red"
              loading={end.pending}
              onClick={() => void end.run()}
            >
              End this call
            </Button>
          )}
        </Group>
      </Group>
    </section>
  );
}

function Legs({ call }: { call: CallDetail }) {
  return (
    <section className="card" aria-labelledby="legs-title">
      <h2 id="legs-title" className="section-title">
        On the call
      </h2>
      {call.legs.length === 0 && <Empty title="Nobody was on it" />}
      <ul className={classes.rows} style={{ marginInline: 0 }}>
        {call.legs.map(({ id, name, role, kind, joined_at, left_at }) => (
          <li key={id} className={classes.row} style={{ paddingInline: 0 }}>
            <span className={classes.rowText}>
              <strong>{name}</strong>
              <small>
                {role} · {kind}
              </small>
            </span>
            <small className="soft tabular">
              {joined_at ? clockTime(joined_at) : 'not joined'}
              {left_at && ` to ${clockTime(left_at)}`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TransferCard({ transfer }: { transfer: TransferView }) {
  return (
    <section className="card" aria-label={`Transfer from ${transfer.from.name}`}>
      <Stack gap="sm">
        <Group justify="space-between">
          <strong>
            {transfer.from.name} to {transfer.to?.name ?? 'nobody yet'}
          </strong>
          <Badge>{STATE[transfer.state]}</Badge>
        </Group>
        {transfer.briefing && <Briefing briefing={transfer.briefing} callId={transfer.call_id} />}
        <TransferHistory transfer={transfer} />
      </Stack>
    </section>
  );
}
