import { Alert, Button, Checkbox, Group, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Webhook, WebhookCreate } from '../../api/types';
import { Once } from '../access/once';
import { clockTime } from '../live/clock';
import { useCommand } from '../live/command';
import { queries } from '../live/store';
import { Dialog } from '../shell/dialog';
import { Empty } from '../shell/empty';
import { Plus } from '../shell/icons';
import { Scrolls } from '../shell/scrolls';
import { Deliveries } from './deliveries';
import { webhooksApi } from './webhooks-api';
import { EVENTS } from './words';

const KEY = ['webhooks'];

/** Which other programs are told, of what, and how that went. */
export default function Webhooks() {
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: webhooksApi.list });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [removing, setRemoving] = useState<Webhook | null>(null);
  const [shown, setShown] = useState<Webhook | null>(null);
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          Webhooks
        </Title>
        <Button leftSection={<Plus />} onClick={() => setAdding(true)}>
          Add a webhook
        </Button>
      </Group>
      {error && (
        <Empty title="The webhooks cannot be shown" text={error.message}>
          <Button size="sm" variant="light" onClick={() => void refetch()}>
            Try again
          </Button>
        </Empty>
      )}
      {data?.webhooks.length === 0 && (
        <Empty
          title="No webhooks yet"
          text="With one, another program is told when a call ends or a transfer is over."
        />
      )}
      {data && data.webhooks.length > 0 && (
        <Scrolls label="Webhooks">
          <table>
            <thead>
              <tr>
                <th>Told at</th>
                <th>Of</th>
                <th>Since</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.webhooks.map((webhook) => (
                <tr key={webhook.id}>
                  <td style={{ overflowWrap: 'anywhere' }}>{webhook.url}</td>
                  <td>{webhook.events.join(', ')}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>{clockTime(webhook.created_at)}</td>
                  <td className="last">
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        aria-pressed={shown?.id === webhook.id}
                        onClick={() => setShown(shown?.id === webhook.id ? null : webhook)}
                      >
                        Deliveries<span className="visually-hidden"> to {webhook.url}</span>
                      </Button>
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-sm"
                        onClick={() => setRemoving(webhook)}
                      >
                        Delete<span className="visually-hidden"> {webhook.url}</span>
                      </Button>
                    </Group>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
      {shown && <Deliveries key={shown.id} webhook={shown} />}
      {adding && <AddWebhook onClose={() => setAdding(false)} onSecret={setSecret} />}
      {removing && (
        <RemoveWebhook
          webhook={removing}
          onClose={() => setRemoving(null)}
          onGone={() => setShown((now) => (now?.id === removing.id ? null : now))}
        />
      )}
      {secret && (
        <Once
          title="Keep this secret safe"
          text="It signs every delivery, so that the receiver knows that it comes from here. It is shown only now."
          value={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Stack>
  );
}

interface AddProps {
  onClose: () => void;
  onSecret: (secret: string) => void;
}

function AddWebhook({ onClose, onSecret }: AddProps) {
  const [events, setEvents] = useState<WebhookCreate['events']>(['call.ended', 'insights.ready']);
  const add = useCommand(null, async (url: string) => {
    const answer = await webhooksApi.add({ url, events });
    await queries.invalidateQueries({ queryKey: KEY });
    onSecret(answer.secret);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void add.run(String(new FormData(event.currentTarget).get('url')));
  };
  return (
    <Dialog onClose={onClose} title="Add a webhook">
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            name="url"
            type="url"
            label="Address"
            description="Where each delivery is sent: https, on the public internet"
            placeholder="https://crm.example.com/segue"
            required
          />
          <Checkbox.Group
            label="Tell it when"
            value={events}
            onChange={(chosen) => setEvents(chosen as WebhookCreate['events'])}
          >
            <Stack gap="xs" mt="xs">
              {EVENTS.map(({ value, label }) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </Stack>
          </Checkbox.Group>
          {add.error && (
            <Alert color="red" role="alert">
              {add.error}
            </Alert>
          )}
          <Button type="submit" loading={add.pending} disabled={events.length === 0}>
            Add and show the secret
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

interface RemoveProps {
  webhook: Webhook;
  onClose: () => void;
  onGone: () => void;
}

function RemoveWebhook({ webhook, onClose, onGone }: RemoveProps) {
  const remove = useCommand(null, async () => {
    await webhooksApi.remove(webhook.id);
    await queries.invalidateQueries({ queryKey: KEY });
    onGone();
    onClose();
  });
  return (
    <Dialog onClose={onClose} title="Delete this webhook?">
      <Stack>
        <p style={{ margin: 0, overflowWrap: 'anywhere' }}>
          {webhook.url} is told nothing any more, and the list of its deliveries goes.
        </p>
        {remove.error && (
          <Alert color="red" role="alert">
            {remove.error}
          </Alert>
        )}
        <Group>
          <Button color="red" loading={remove.pending} onClick={() => void remove.run()}>
            Delete
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            Keep it
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
