/** An error as the API tells it (RFC 9457), or the network's. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly members: Record<string, unknown> = {},
  ) {
    super(detail);
  }

  /** Nothing answered: the network, or the server is away. */
  get unreachable(): boolean {
    return this.status === 0;
  }

  /** The server has judged the request: sent again, it would be answered the same. */
  get refused(): boolean {
    return this.status >= 400 && this.status < 500 && ![408, 429].includes(this.status);
  }
}

const UNREACHABLE = 'The server does not answer. Calls that are going on stay connected.';

export function unreachable(): Problem {
  return new Problem(0, 'unreachable', UNREACHABLE);
}

/** Reads an error's body, whatever it is. */
export function problemOf(status: number, body: unknown): Problem {
  const members =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof members[name] === 'string' ? members[name] : undefined);
  return new Problem(
    status,
    text('code') ?? `http_${status}`,
    text('detail') ?? text('title') ?? `The server answered ${status}.`,
    members,
  );
}
