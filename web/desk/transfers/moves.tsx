import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TransferView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { Check, Close, Merge, Split, Swap } from '../shell/icons';

interface Move {
  name: string;
  label: (transfer: TransferView) => string;
  icon: ReactNode;
  kind: 'main' | 'plain' | 'leave';
  run: (transfer: TransferView) => Promise<{ transfer: TransferView }>;
}

const other = ({ focus }: TransferView) => (focus === 'consult' ? 'customer' : 'consult');

const MOVES: Move[] = [
  {
    name: 'complete',
    label: ({ to }) => `Complete to ${to?.name ?? 'them'}`,
    icon: <Check />,
    kind: 'main',
    run: ({ id }) => api.complete(id),
  },
  {
    name: 'swap',
    label: (transfer) =>
      other(transfer) === 'customer'
        ? `Swap to ${transfer.customer_name}`
        : `Swap to ${transfer.to?.name ?? 'the private talk'}`,
    icon: <Swap />,
    kind: 'plain',
    run: (transfer) => api.swap(transfer.id, other(transfer)),
  },
  {
    name: 'merge',
    label: () => 'Merge all three',
    icon: <Merge />,
    kind: 'plain',
    run: ({ id }) => api.merge(id),
  },
  {
    name: 'split',
    label: () => 'Split again',
    icon: <Split />,
    kind: 'plain',
    run: ({ id }) => api.split(id),
  },
  {
    name: 'cancel',
    label: () => 'Cancel transfer',
    icon: <Close />,
    kind: 'leave',
    run: ({ id }) => api.cancel(id),
  },
];

/** The buttons for exactly what the server allows now. */
export function Moves({ transfer }: { transfer: TransferView }) {
  const move = useCommand('That did not work', (chosen: Move) => chosen.run(transfer));
  const allowed = MOVES.filter(({ name }) => transfer.allowed_moves.includes(name));
  if (allowed.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label="Transfer">
      {allowed.map((item) => (
        <Button
          key={item.name}
          data-move={item.name}
          variant={item.kind === 'main' ? 'filled' : item.kind === 'leave' ? 'subtle' : 'light'}
          color={item.kind === 'leave' ? 'red' : undefined}
          ml={item.kind === 'leave' ? 'auto' : undefined}
          px={11}
          leftSection={item.icon}
          disabled={move.pending}
          onClick={() => void move.run(item)}
        >
          {item.label(transfer)}
        </Button>
      ))}
    </Group>
  );
}
