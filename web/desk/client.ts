import { Problem, problemOf, unreachable } from '../api/problem';

const TIMEOUT_MS = 15_000;
const RETRIES_MS = [300, 1200];

type Query = Record<string, string | number | undefined | null>;

/** Reads something. Throws a Problem. */
export function get<T>(path: string, query: Query = {}): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value != null && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return send<T>(search.size > 0 ? `${path}?${search}` : path, { method: 'GET' });
}

/**
 * Gives a command. It carries an idempotency key, so a command whose answer got lost on the way
 * is sent again without being done twice. Throws a Problem.
 */
export async function command<T>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: object = {},
): Promise<T> {
  const request: RequestInit = {
    method,
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
  };
  for (const wait of RETRIES_MS) {
    try {
      return await send<T>(path, request);
    } catch (error) {
      if (!(error instanceof Problem && error.unreachable)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return send<T>(path, request);
}

async function send<T>(path: string, request: RequestInit): Promise<T> {
  const response = await fetch(path, {
    ...request,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw unreachable();
  });
  const text = await response.text().catch(() => {
    throw unreachable();
  });
  const body: unknown = text ? parse(text) : undefined;
  if (!response.ok) throw problemOf(response.status, body);
  return body as T;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A proxy's page, say; the status tells enough.
  }
}
