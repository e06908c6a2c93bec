import { Alert, Button, Stack, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '../../api/problem';
import { api } from '../api';
import { feed } from '../live/feed';
import { Logo } from '../shell/logo';
import classes from './access.module.css';

const MINIMUM = 10;

/** Where a one-time link leads: the owner of a new account chooses a password. */
export function Welcome() {
  const { code = '' } = useParams();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setError(null);
    try {
      await api.usePassword(code, password);
      await feed.refresh();
      await navigate('/', { replace: true });
    } catch (problem) {
      setError(problem instanceof Problem ? problem.message : 'Something went wrong. Try again.');
      setPending(false);
    }
  };
  return (
    <main className={classes.page}>
      <form className={classes.panel} onSubmit={(event) => void submit(event)}>
        <Logo size={44} />
        <Title order={1} size="h2" mt="md">
          Welcome to Segue
        </Title>
        <Stack mt="lg">
          {error && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <TextInput
            type="password"
            label="Choose a password"
            description={`At least ${MINIMUM} characters. A few words are easiest to keep in mind.`}
            autoComplete="new-password"
            minLength={MINIMUM}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
          />
          <Button type="submit" size="md" loading={pending}>
            Open my desk
          </Button>
        </Stack>
      </form>
    </main>
  );
}
