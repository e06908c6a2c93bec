import type { WebhookCreate } from '../../api/types';
import { client, read } from '../client';

const { GET, POST, DELETE } = client;

export const webhooksApi = {
  list: () => read(GET('/api/webhooks', { params: { query: { limit: 200 } } })),
  add: (body: WebhookCreate) => read(POST('/api/webhooks', { body })),
  remove: (webhook_id: string) =>
    read(DELETE('/api/webhooks/{webhook_id}', { params: { path: { webhook_id } } })),
  deliveries: (webhook_id: string, cursor: string | null) =>
    read(
      GET('/api/webhooks/{webhook_id}/deliveries', {
        params: { path: { webhook_id }, query: { limit: 30, ...(cursor && { cursor }) } },
      }),
    ),
};
