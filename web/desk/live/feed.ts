import { Problem } from '../../api/problem';
import { refetch, takeEvent } from './store';
import { Stream, type StreamOptions } from './stream';

const AGAIN_MS = [500, 1000, 2000, 4000];

export interface FeedOptions {
  /** Asks for everything and answers the number of the last event that is in it. Throws. */
  ask: () => Promise<number>;
  event: StreamOptions['event'];
  makeSource?: StreamOptions['makeSource'];
}

/**
 * What this desk knows, kept up with the server without a gap: an answer of /api/me, and after it
 * every event that is not in it yet.
 *
 * No event arrives between a question and its answer, for the stream is closed meanwhile: none can
 * be overwritten by an answer that is older. Those that happened then follow the answer.
 */
export class Feed {
  readonly stream: Stream;
  private running = false;
  private asking: Promise<void> | null = null;

  constructor(private readonly options: FeedOptions) {
    this.stream = new Stream({
      event: options.event,
      reset: () => void this.refresh(),
      // Signed out, perhaps, or the server is in trouble: the answer tells.
      refused: () => void this.refresh(),
      ...(options.makeSource ? { makeSource: options.makeSource } : {}),
    });
  }

  /** Tells all that happens after the event `after`, the last one that is known already. */
  start(after: number): void {
    this.running = true;
    this.stream.open(after);
  }

  stop(): void {
    this.running = false;
    this.stream.close();
  }

  /**
   * Asks for everything anew. While the feed runs it tries until there is an answer; before, or
   * when the session is over, it throws at once.
   */
  refresh(): Promise<void> {
    this.asking ??= this.askAndFollow().finally(() => (this.asking = null));
    return this.asking;
  }

  private async askAndFollow(): Promise<void> {
    this.stream.pause();
    for (let tries = 0; ; tries += 1) {
      try {
        const after = await this.options.ask();
        if (this.running) this.stream.open(after);
        return;
      } catch (error) {
        if (!this.running) throw error;
        // Signed out: the page for signing in is shown, and this feed stopped.
        if (error instanceof Problem && error.status === 401) return;
        this.stream.interrupted();
      }
      await new Promise((resolve) =>
        setTimeout(resolve, AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]),
      );
      if (!this.running) return;
    }
  }
}

/** The desk's only feed. */
export const feed = new Feed({ ask: refetch, event: takeEvent });
