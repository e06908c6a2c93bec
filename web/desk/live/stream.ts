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
  /** The stream begins anew (not resumed): what it told before may have gaps. */
  fresh: () => void;
  makeSource?: (url: string) => EventSource;
}

const TYPES = ['call', 'transfer', 'transcript', 'agent', 'alert', 'media', 'reset'];
const REOPEN_MS = [500, 1000, 2000, 4000];

/**
 * The live events of this desk over one EventSource.
 *
 * The browser resumes a broken connection by Last-Event-ID itself, but stops for good after an
 * answer that is not 200; then it is opened anew here.
 */
export class Stream {
  state: StreamState = 'connecting';
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private failures = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: StreamOptions) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getState = (): StreamState => this.state;

  open(): void {
    if (this.source) return;
    const make = this.options.makeSource ?? ((url: string) => new EventSource(url));
    const source = make('/api/events');
    this.source = source;
    let first = true;
    source.onopen = () => {
      this.failures = 0;
      this.moveTo('open');
      if (first) this.options.fresh();
      first = false;
    };
    source.onerror = () => this.failed(source);
    for (const type of TYPES) {
      source.addEventListener(type, (message) => this.take(type, message as MessageEvent<string>));
    }
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.source?.close();
    this.source = null;
    this.moveTo('connecting');
  }

  private take(type: string, message: MessageEvent<string>): void {
    if (type === 'reset') this.options.fresh();
    else this.options.event(JSON.parse(message.data) as LiveEvent);
  }

  private failed(source: EventSource): void {
    if (this.source !== source) return;
    this.moveTo('lost');
    if (source.readyState !== EventSource.CLOSED) return;
    this.source = null;
    const wait = REOPEN_MS[Math.min(this.failures, REOPEN_MS.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.open(), wait);
  }

  private moveTo(state: StreamState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
