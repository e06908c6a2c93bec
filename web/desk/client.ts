import createClient, { type Middleware } from 'openapi-fetch';
import { problemOf, unreachable } from '../api/problem';
import type { paths } from '../api/schema';

const TIMEOUT_MS = 15_000;
const RETRIES_MS = [300, 1200];

/**
 * Sends a request. Every command carries an idempotency key, so one whose answer got lost on the
 * way is sent again without being done twice.
 */
async function send(request: Request): Promise<Response> {
  const attempt = () => fetch(request.clone(), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (request.method === 'GET') return attempt();
  for (const wait of RETRIES_MS) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return attempt();
}

const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('Idempotency-Key', crypto.randomUUID());
  },
};

/** The API, typed from its OpenAPI description. */
export const client = createClient<paths>({ baseUrl: window.location.origin, fetch: send });
client.use(idempotency);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body. Throws a Problem, also when nothing answers. */
export async function read<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch(() => {
    throw unreachable();
  });
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}
