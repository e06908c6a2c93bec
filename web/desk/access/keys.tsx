import { Alert, Badge, Button, Checkbox, Group, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { KeyCreate } from '../../api/types';
import { api } from '../api';
import { clockTime } from '../live/clock';
import { useCommand } from '../live/command';
import { queries } from '../live/store';
import { Dialog } from '../shell/dialog';
import { Empty } from '../shell/empty';
import { Plus } from '../shell/icons';
import { Scrolls } from '../shell/scrolls';
import { Once } from './once';

const SCOPES: KeyCreate['scopes'] = [
  'calls:read',
  'calls:write',
  'transfers:read',
  'transfers:write',
  'roster:read',
  'roster:write',
  'events:read',
  'assist',
  'tokens:any',
  'act-as-agent',
  'metrics',
  'companion',
  'admin',
];

/** The keys of programs. */
export default function Keys() {
  const { data, error } = useQuery({ queryKey: ['keys'], queryFn: api.keys });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useCommand('The key was not revoked', async (id: string) => {
    await api.revokeKey(id);
    await queries.invalidateQueries({ queryKey: ['keys'] });
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          API keys
        </Title>
        <Button leftSection={<Plus />} onClick={() => setAdding(true)}>
          Add a key
        </Button>
      </Group>
      {error && <Empty title="The keys cannot be shown" text={error.message} />}
      {data?.keys.length === 0 && (
        <Empty title="No keys yet" text="A program that uses Segue needs one." />
      )}
      <Scrolls label="API keys">
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Begins with</th>
              <th>May</th>
              <th>Last used</th>
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.keys.map((key) => (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td className="mono">{key.prefix}…</td>
                <td>{key.scopes.join(', ')}</td>
                <td>{key.last_used_at ? clockTime(key.last_used_at) : 'never'}</td>
                <td className="last">
                  {key.revoked_at ? (
                    <Badge color="gray">revoked</Badge>
                  ) : (
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      onClick={() => void revoke.run(key.id)}
                    >
                      Revoke<span className="visually-hidden"> {key.name}</span>
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {adding && <AddKey onClose={() => setAdding(false)} onSecret={setSecret} />}
      {secret && (
        <Once
          title="Keep this key safe"
          text="It is shown only here, and works at once."
          value={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Stack>
  );
}

function AddKey({ onClose, onSecret }: { onClose: () => void; onSecret: (key: string) => void }) {
  const [scopes, setScopes] = useState<KeyCreate['scopes']>(['calls:read']);
  const add = useCommand(null, async (name: string) => {
    const answer = await api.addKey({ name, scopes });
    await queries.invalidateQueries({ queryKey: ['keys'] });
    onSecret(answer.secret);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void add.run(String(new FormData(event.currentTarget).get('name')));
  };
  return (
    <Dialog onClose={onClose} title="Add a key">
      <form onSubmit={submit}>
        <Stack>
          <TextInput name="name" label="What is it for?" required maxLength={80} />
          <Checkbox.Group
            label="It may"
            value={scopes}
            onChange={(chosen) => setScopes(chosen as KeyCreate['scopes'])}
          >
            <Stack gap="xs" mt="xs">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} />
              ))}
            </Stack>
          </Checkbox.Group>
          {add.error && <Alert color="red">{add.error}</Alert>}
          <Button type="submit" loading={add.pending} disabled={scopes.length === 0}>
            Add and show the key
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
