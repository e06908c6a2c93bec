import { Button, Group, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DemoView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { queries } from '../live/store';
import { Dropdown, Item } from '../shell/dropdown';
import { External, Spark } from '../shell/icons';
import { firstName } from '../shell/name';
import classes from './demo.module.css';

/** Only on the demo: how to get a customer, and a colleague who answers by themselves. */
export function DemoPanel({ handle: own }: { handle: string | undefined }) {
  const { data: demo } = useQuery({ queryKey: ['demo'], queryFn: api.demo });
  const simulate = useCommand('No customer came', (conversation?: string) =>
    api.demoCustomer(conversation).then(() => undefined),
  );
  const call = useCommand('The customer’s page did not open', async () => {
    // Opened within the click, or the browser blocks it; the address follows.
    const page = window.open('about:blank', '_blank');
    const { url } = await api.demoCaller();
    if (page) {
      page.opener = null;
      page.location.replace(url);
    } else {
      window.location.assign(url);
    }
  });
  const switchPilot = useCommand('The switch did not move', async (name: string, on: boolean) => {
    await api.autopilot(name, on);
    await queries.invalidateQueries({ queryKey: ['demo'] });
  });
  if (!demo) return null;
  const others = Object.entries(demo.autopilot).filter(([handle]) => handle !== own);
  return (
    <section className={classes.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">Try a warm transfer</h2>
      <p>
        Bring in a customer, answer, then transfer the call and watch who hears whom. The customer
        hears music meanwhile, and never your private talk.
      </p>
      <Group gap="sm">
        <Simulate
          simulations={demo.simulations}
          pending={simulate.pending}
          onChoose={(conversation) => void simulate.run(conversation)}
        />
        <Button
          variant="default"
          leftSection={<External />}
          loading={call.pending}
          onClick={() => void call.run()}
        >
          Be the customer yourself
        </Button>
      </Group>
      {others.map(([handle, on]) => (
        <Switch
          key={handle}
          mt="md"
          label={`${nameOf(demo.agents, handle)} answers by himself`.replace(
            /^(Alice|Carol)(.*)himself/,
            '$1$2herself',
          )}
          checked={on}
          disabled={switchPilot.pending}
          onChange={(event) => void switchPilot.run(handle, event.currentTarget.checked)}
        />
      ))}
    </section>
  );
}

function nameOf(agents: { handle: string; name: string }[], handle: string): string {
  return firstName(agents.find((agent) => agent.handle === handle)?.name ?? handle);
}

interface SimulateProps {
  simulations: DemoView['simulations'];
  pending: boolean;
  onChoose: (conversation?: string) => void;
}

function Simulate({ simulations, pending, onChoose }: SimulateProps) {
  if (simulations.length < 2) {
    return (
      <Button leftSection={<Spark />} loading={pending} onClick={() => onChoose()}>
        Simulate a customer
      </Button>
    );
  }
  return (
    <Dropdown
      align="start"
      button={(props) => (
        <Button leftSection={<Spark />} loading={pending} {...props}>
          Simulate a customer
        </Button>
      )}
    >
      {(close) =>
        simulations.map(({ id, title }) => (
          <Item
            key={id}
            onClick={() => {
              close();
              onChoose(id);
            }}
          >
            {title}
          </Item>
        ))
      }
    </Dropdown>
  );
}
