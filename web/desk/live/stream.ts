export type StreamState = 'connecting' | 'open' | 'lost';

export interface LiveEvent {
  id: number;
  type: string;
  at: string;
  call_id: string | null;
  transfer_id: string | null;
  data: unknown;
}

export interface StreamOptions {
  event: (event: LiveEvent) => void;
  /** The server cannot tell what was missed: everything is to be asked anew. */
  reset: () => void;
  /** It was answered with something else than events again and again. */
  refused: () => void;
  makeSource?: (url: string) => EventSource;
}

const TYPES = ['call', 'transfer', 'transcript', 'agent', 'alert', 'media', 'insights', 'reset'];
const REOPEN_MS = [500, 1000, 2000, 4000];

/**
 * The live events of this desk over one EventSource.
 *
 * The browser resumes a broken connection by Last-Event-ID itself, but stops for good after an
 * answer that is not 200; then it is opened anew here, once, and after that the owner is asked.
 */
export class Stream {
  state: StreamState = 'connecting';
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private refusals = 0;
  private last = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: StreamOptions) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = (): StreamState => this.state;

  /** Tells every event after the one with this number. */
  open(after: number): void {
    if (this.source) return;
    this.pause();
    this.last = after;
    const make = this.options.makeSource ?? ((url: string) => new EventSource(url));
    const source = make(`/api/events?after=${after}`);
    this.source = source;
    source.onopen = () => {
      if (this.source !== source) return;
      this.refusals = 0;
      this.moveTo('open');
    };
    source.onerror = () => this.failed(source);
    for (const type of TYPES) {
      source.addEventListener(type, (message) => {
        // An event that was on its way when its source was closed comes again with the next one.
        if (this.source === source) this.take(type, message as MessageEvent<string>);
      });
    }
  }

  close(): void {
    this.pause();
    this.moveTo('connecting');
  }

  /** Lets go of the connection; to be opened again at once, so nobody is told. */
  pause(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.source?.close();
    this.source = null;
  }

  /** Connects anew after a sleep: a connection that died in it may never tell. */
  renew(): void {
    if (!this.source) return;
    this.pause();
    this.open(this.last);
  }

  /** Nothing answers, so there is no stream to open. */
  interrupted(): void {
    this.moveTo('lost');
  }

  private take(type: string, message: MessageEvent<string>): void {
    const event = JSON.parse(message.data) as LiveEvent;
    this.last = event.id;
    if (type === 'reset') this.options.reset();
    else this.options.event(event);
  }

  private failed(source: EventSource): void {
    if (this.source !== source) return;
    this.moveTo('lost');
    if (source.readyState !== EventSource.CLOSED) return;
    this.source = null;
    const wait = REOPEN_MS[Math.min(this.refusals, REOPEN_MS.length - 1)];
    this.refusals += 1;
    const again = this.refusals > 1 ? this.options.refused : () => this.open(this.last);
    this.timer = setTimeout(again, wait);
  }

  private moveTo(state: StreamState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
