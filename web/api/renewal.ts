import type { Renewed, Line } from '../phone/types';
import { Problem } from './problem';

const NOT_OURS = [401, 403, 404, 409, 410];

/** What the server says to a page that asks for fresh lines; throws when it does not answer. */
export async function renewal(ask: () => Promise<Line[]>): Promise<Renewed> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'continued_elsewhere') return 'elsewhere';
    if (NOT_OURS.includes(error.status)) return null;
    throw error;
  }
}
