import { Alert, Button, Stack, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Problem } from '../../api/problem';
import type { DemoView } from '../../api/types';
import { api } from '../api';
import { feed } from '../live/feed';
import { Avatar } from '../shell/avatar';
import { Logo } from '../shell/logo';
import { firstName } from '../shell/name';
import classes from './access.module.css';

export function SignIn() {
  const { data: demo } = useQuery({ queryKey: ['demo'], queryFn: api.demo, retry: false });
  return (
    <main className={classes.page}>
      <div className={classes.panel}>
        <Logo size={44} />
        <Title order={1} size="h2" mt="md">
          Sign in to your desk
        </Title>
        {demo ? <DemoList demo={demo} /> : <PasswordForm />}
      </div>
    </main>
  );
}

function PasswordForm() {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setError(null);
    try {
      await api.signIn({
        email: String(form.get('email')),
        password: String(form.get('password')),
      });
      await feed.refresh();
    } catch (problem) {
      setError(problem instanceof Problem ? problem.message : 'Something went wrong. Try again.');
    }
    setPending(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack mt="lg">
        {error && (
          <Alert color="red" role="alert">
            {error}
          </Alert>
        )}
        <TextInput name="email" type="email" label="Email" autoComplete="username" required />
        <TextInput
          type="password"
          name="password"
          label="Password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" size="md" loading={pending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

/** On the demo, one click is enough; each agent has an origin, and so a session, of their own. */
function DemoList({ demo }: { demo: DemoView }) {
  const [error, setError] = useState<string | null>(null);
  const asked = useRef(false);
  const here = async (handle: string) => {
    try {
      await api.signIn({ demo: handle });
      await feed.refresh();
    } catch (problem) {
      setError(problem instanceof Problem ? problem.message : 'Something went wrong. Try again.');
    }
  };
  // Chosen on another origin already: no second click.
  useEffect(() => {
    const handle = new URLSearchParams(window.location.search).get('as');
    const known = demo.agents.find((agent) => agent.handle === handle && isHere(agent.url));
    if (!known || asked.current) return;
    asked.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    void here(known.handle);
  });
  return (
    <>
      <p className="soft">This is the demo: choose who you are. No password needed.</p>
      {error && (
        <Alert color="red" role="alert" mb="sm">
          {error}
        </Alert>
      )}
      <ul className={classes.people}>
        {demo.agents.map(({ handle, name, url }) => (
          <li key={handle}>
            {isHere(url) ? (
              <button type="button" className={classes.person} onClick={() => void here(handle)}>
                <Person name={name} />
              </button>
            ) : (
              <a className={classes.person} href={`${url}/?as=${handle}`}>
                <Person name={name} />
              </a>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Person({ name }: { name: string }) {
  return (
    <>
      <Avatar name={name} />
      <span>
        <strong>{name}</strong>
        <small className="soft">Open {firstName(name)}’s desk</small>
      </span>
    </>
  );
}

function isHere(url: string): boolean {
  return new URL(url, window.location.href).origin === window.location.origin;
}
