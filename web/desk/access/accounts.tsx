import { Alert, Badge, Button, Group, NativeSelect, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, type Role } from '../api';
import { useCommand } from '../live/command';
import { KEYS, queries } from '../live/store';
import { Dialog } from '../shell/dialog';
import { Empty } from '../shell/empty';
import { Plus } from '../shell/icons';
import { Scrolls } from '../shell/scrolls';
import { Once } from './once';

/** Who may sign in. */
export default function Accounts() {
  const { data, error } = useQuery({ queryKey: ['accounts'], queryFn: api.accounts });
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const disable = useCommand('The account was not changed', async (id: string, off: boolean) => {
    await api.disableAccount(id, off);
    await queries.invalidateQueries({ queryKey: ['accounts'] });
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h3">
          Accounts
        </Title>
        <Button leftSection={<Plus />} onClick={() => setAdding(true)}>
          Add an account
        </Button>
      </Group>
      {error && <Empty title="The accounts cannot be shown" text={error.message} />}
      <Scrolls label="Accounts">
        <table>
          <thead>
            <tr>
              <th>Name</th>
              <th>Email</th>
              <th>Role</th>
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.accounts.map(({ id, name, email, role, disabled }) => (
              <tr key={id}>
                <td>{name}</td>
                <td>{email}</td>
                <td>
                  <Badge color={disabled ? 'gray' : 'indigo'}>{disabled ? 'disabled' : role}</Badge>
                </td>
                <td className="last">
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    color={disabled ? 'indigo' : 'red'}
                    loading={disable.pending}
                    onClick={() => void disable.run(id, !disabled)}
                  >
                    {disabled ? 'Enable' : 'Disable'}
                    <span className="visually-hidden"> {name}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {adding && <AddAccount onClose={() => setAdding(false)} onLink={setLink} />}
      {link && (
        <Once
          title="Send this link to its owner"
          text="With it they choose a password, once. It is shown only here."
          value={link}
          onClose={() => setLink(null)}
        />
      )}
    </Stack>
  );
}

function AddAccount({ onClose, onLink }: { onClose: () => void; onLink: (url: string) => void }) {
  const { data } = useQuery({ queryKey: KEYS.agents, queryFn: api.agents });
  const [role, setRole] = useState<Role>('agent');
  const [agent, setAgent] = useState('');
  const add = useCommand(null, async (name: string, email: string) => {
    const answer = await api.addAccount({ name, email, role, ...(agent ? { agent } : {}) });
    await queries.invalidateQueries({ queryKey: ['accounts'] });
    onLink(answer.link.url);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void add.run(String(form.get('name')), String(form.get('email')));
  };
  return (
    <Dialog onClose={onClose} title="Add an account">
      <form onSubmit={submit}>
        <Stack>
          <TextInput name="name" label="Name" required maxLength={80} />
          <TextInput name="email" type="email" label="Email" required />
          <NativeSelect
            label="Role"
            data={['agent', 'supervisor', 'admin']}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          <NativeSelect
            label="Agent"
            description="Whom of the roster this person is, if any"
            data={[
              { value: '', label: 'Nobody' },
              ...(data?.agents.map(({ id, name }) => ({ value: id, label: name })) ?? []),
            ]}
            value={agent}
            onChange={(event) => setAgent(event.currentTarget.value)}
          />
          {add.error && <Alert color="red">{add.error}</Alert>}
          <Button type="submit" loading={add.pending}>
            Add and make the link
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
