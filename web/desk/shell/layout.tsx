import { ActionIcon, Group, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { Link, NavLink, Outlet, useNavigate } from 'react-router';
import type { MeView } from '../../api/types';
import { api } from '../api';
import { StatusSwitch } from '../calls/status-switch';
import { Banners } from '../live/banners';
import { useCommand } from '../live/command';
import { startDesk } from '../live/runtime';
import { queries } from '../live/store';
import { DeviceMenu } from '../phone/device-menu';
import { Dropdown, Item } from './dropdown';
import { Person } from './icons';
import classes from './layout.module.css';
import { Logo } from './logo';

/** The frame of every page for those who are signed in. */
export function Layout({ me }: { me: MeView }) {
  const { id } = me.account;
  useEffect(() => startDesk(), [id]);
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to the call
      </a>
      <header className={classes.bar}>
        <Link to="/" className={classes.brand} aria-label="Segue, to the desk">
          <Logo />
          <span>Segue</span>
        </Link>
        <nav className={classes.nav} aria-label="Main">
          <NavLink to="/" end>
            Desk
          </NavLink>
          <NavLink to="/calls">Calls</NavLink>
          {morePages(me).map(({ to, name }) => (
            <NavLink key={to} to={to}>
              {name}
            </NavLink>
          ))}
        </nav>
        <Group gap="xs" ml="auto" wrap="nowrap">
          {me.agent && <StatusSwitch agent={me.agent} rings={!me.call && me.offers.length > 0} />}
          {me.agent && <DeviceMenu />}
          <AccountMenu me={me} />
        </Group>
      </header>
      <Banners />
      <main id="main" className={classes.main}>
        <Outlet />
      </main>
    </>
  );
}

/** The pages for which a narrow bar has no room. */
function morePages(me: MeView) {
  const phone = me.phones ? [{ to: '/phone', name: 'Phone' }] : [];
  const all = [...phone, { to: '/analytics', name: 'Analytics' }];
  if (me.account.role !== 'admin') return all;
  const admins = ['Accounts', 'Keys', 'Webhooks'];
  return [...all, ...admins.map((name) => ({ to: `/${name.toLowerCase()}`, name }))];
}

function AccountMenu({ me }: { me: MeView }) {
  const go = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  const signOut = useCommand('You could not be signed out', async () => {
    await api.signOut();
    queries.clear();
    window.location.assign('/');
  });
  return (
    <Dropdown
      button={(props) => (
        <ActionIcon
          variant="light"
          size="lg"
          radius="xl"
          aria-label={`Account of ${me.account.name}`}
          {...props}
        >
          <Person />
        </ActionIcon>
      )}
    >
      {(close) => (
        <>
          <p className={classes.account}>
            {me.account.name} · {me.account.role}
          </p>
          <div className={classes.narrow}>
            {morePages(me).map(({ to, name }) => (
              <Item
                key={to}
                onClick={() => {
                  close();
                  void go(to);
                }}
              >
                {name}
              </Item>
            ))}
          </div>
          <Item onClick={() => setColorScheme(other)}>Switch to {other} colours</Item>
          <Item onClick={() => void signOut.run()}>Sign out</Item>
        </>
      )}
    </Dropdown>
  );
}
