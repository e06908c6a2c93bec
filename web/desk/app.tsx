import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { Problem } from '../api/problem';
import { SignIn } from './access/sign-in';
import { Welcome } from './access/welcome';
import { Board } from './calls/board';
import { useMe } from './live/store';
import { Layout } from './shell/layout';
import { Unreachable } from './shell/unreachable';

// Seldom used: fetched when somebody goes there.
const History = lazy(() => import('./calls/history'));
const CallPage = lazy(() => import('./calls/call-page'));
const Accounts = lazy(() => import('./access/accounts'));
const Analytics = lazy(() => import('./analytics/page'));
const Keys = lazy(() => import('./access/keys'));
const Phone = lazy(() => import('./phone/page'));
const Webhooks = lazy(() => import('./webhooks/page'));

export function App() {
  return (
    <Suspense fallback={<Wait />}>
      <Routes>
        <Route path="/welcome/:code" element={<Welcome />} />
        <Route path="/*" element={<SignedIn />} />
      </Routes>
    </Suspense>
  );
}

function SignedIn() {
  const { data: me, error } = useMe();
  if (error instanceof Problem && error.status === 401) return <SignIn />;
  if (!me) return error ? <Unreachable error={error} /> : <Wait />;
  return (
    <Routes>
      <Route element={<Layout me={me} />}>
        <Route index element={<Board me={me} />} />
        <Route path="calls" element={<History />} />
        <Route path="calls/:id" element={<CallPage me={me} />} />
        {me.phones && <Route path="phone" element={<Phone me={me} />} />}
        <Route path="analytics" element={<Analytics me={me} />} />
        {me.account.role === 'admin' && <Route path="accounts" element={<Accounts />} />}
        {me.account.role === 'admin' && <Route path="keys" element={<Keys />} />}
        {me.account.role === 'admin' && <Route path="webhooks" element={<Webhooks />} />}
        <Route path="*" element={<Navigate to="/" replace />} />
      </Route>
    </Routes>
  );
}

function Wait() {
  return (
    <Center h="100dvh">
      <Loader aria-label="Loading" />
    </Center>
  );
}
