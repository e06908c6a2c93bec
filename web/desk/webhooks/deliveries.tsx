import { Badge, Button, Group, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Delivery, Webhook } from '../../api/types';
import { clockTime } from '../live/clock';
import { Empty } from '../shell/empty';
import { Scrolls } from '../shell/scrolls';
import { webhooksApi } from './webhooks-api';
import { lastTry, STATUS } from './words';

/** While the page is open, what is being tried is looked at again. */
const LOOK_AGAIN_MS = 5000;

/** What a webhook was told and how it went, newest first. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['webhooks', webhook.id, 'deliveries'],
    queryFn: ({ pageParam }) => webhooksApi.deliveries(webhook.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const deliveries = data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <Stack gap="xs">
      <h2 className="section-title" style={{ overflowWrap: 'anywhere' }}>
        Deliveries to {webhook.url}
      </h2>
      {error && !data && <Empty title="They cannot be shown" text={error.message} />}
      {data && deliveries.length === 0 && (
        <Empty title="Nothing was told yet" text="What is sent is listed here for 30 days." />
      )}
      {deliveries.length > 0 && (
        <Scrolls label="Deliveries">
          <table>
            <thead>
              <tr>
                <th>When</th>
                <th>What</th>
                <th>How it went</th>
                <th>Last try</th>
                <th>Tries</th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((one) => (
                <Row key={one.id} delivery={one} />
              ))}
            </tbody>
          </table>
        </Scrolls>
      )}
      {hasNextPage && (
        <Group>
          <Button
            variant="subtle"
            size="sm"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  const { at, event, status, attempts, due_at } = delivery;
  const { label, color } = STATUS[status];
  return (
    <tr>
      <td className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {clockTime(at)}
      </td>
      <td>{event}</td>
      <td>
        <Badge color={color} miw="max-content">
          {label}
        </Badge>
      </td>
      <td>
        {lastTry(delivery)}
        {status === 'pending' && due_at && attempts.length > 0 && (
          <small className="soft"> · again at {clockTime(due_at)}</small>
        )}
      </td>
      <td className="tabular">{attempts.length}</td>
    </tr>
  );
}
