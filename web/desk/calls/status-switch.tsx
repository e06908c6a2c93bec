import { Button } from '@mantine/core';
import type { AgentStatus, AgentView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { takeAgent } from '../live/store';
import { Dropdown, Item } from '../shell/dropdown';
import classes from './status.module.css';

export const STATUS: Record<AgentStatus, string> = {
  available: 'Available',
  busy: 'On a call',
  wrap_up: 'Wrapping up',
  away: 'Away',
  offline: 'Offline',
};

type Choice = 'available' | 'away' | 'offline';

const CHOICES: { status: Choice; says: string }[] = [
  { status: 'available', says: 'Calls and transfers reach you' },
  { status: 'away', says: 'A break: nothing rings' },
  { status: 'offline', says: 'Done for today' },
];

export function StatusDot({ status }: { status: AgentStatus }) {
  return <span className={classes.dot} data-status={status} aria-hidden="true" />;
}

/** Whether calls reach this agent now, and the switch for it. */
export function StatusSwitch({ agent, rings }: { agent: AgentView; rings: boolean }) {
  const now = rings && agent.status === 'busy' ? 'Ringing' : STATUS[agent.status];
  const choose = useCommand('Your status was not changed', async (status: Choice) => {
    takeAgent((await api.setStatus(agent.id, status)).agent);
  });
  return (
    <Dropdown
      button={(props) => (
        <Button
          variant="default"
          radius="xl"
          size="sm"
          px="sm"
          loading={choose.pending}
          leftSection={<StatusDot status={agent.status} />}
          aria-label={`Your status: ${now}`}
          {...props}
        >
          {now}
        </Button>
      )}
    >
      {(close) =>
        CHOICES.map(({ status, says }) => (
          <Item
            key={status}
            icon={<StatusDot status={status} />}
            hint={says}
            onClick={() => {
              close();
              void choose.run(status);
            }}
          >
            {STATUS[status]}
          </Item>
        ))
      }
    </Dropdown>
  );
}
