export interface Caption {
  id: string;
  speaker: 'customer' | 'agent' | 'ai';
  text: string;
  final: boolean;
}

export interface CaptionsView {
  on: boolean;
  /** Whether somebody writes down what is said; `lost` while that cannot be known. */
  state: 'opening' | 'writing' | 'nobody' | 'lost';
  /** The last lines, oldest first. */
  lines: Caption[];
}

/** Remembers the switch over a reload of this tab. */
export interface SwitchMemory {
  recall: () => boolean;
  keep: (on: boolean) => void;
}

type MakeSource = (url: string) => EventSource;

export const LINES_SHOWN = 6;
const REOPEN_MS = 4000;

/**
 * What is said on the customer's own line, read along while the switch is on; draws nothing.
 *
 * The browser resumes a broken stream itself, but stops for good after an answer that is not 200;
 * then it is opened anew here.
 */
export class Captions {
  private view: CaptionsView;
  private callId: string | null = null;
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** Every line there was: one that has scrolled away is told again when it changes. */
  private readonly seen = new Set<string>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly memory: SwitchMemory,
    private readonly make: MakeSource = (url) => new EventSource(url),
  ) {
    this.view = { on: memory.recall(), state: 'opening', lines: [] };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getView = (): CaptionsView => this.view;

  /** Whose captions are read while the switch is on; null for no call's. */
  follow(callId: string | null): void {
    if (callId === this.callId) return;
    this.callId = callId;
    this.reopen();
  }

  setOn(on: boolean): void {
    if (on === this.view.on) return;
    this.memory.keep(on);
    this.view = { ...this.view, on };
    this.reopen();
  }

  private reopen(): void {
    this.close();
    this.show({ state: 'opening', lines: [] });
    this.open();
  }

  private open(): void {
    if (!this.callId || !this.view.on) return;
    const source = this.make(`/api/calls/${this.callId}/captions`);
    this.source = source;
    // What was on its way when its source was closed is nobody's any more.
    const on = <T>(type: string, take: (data: T) => void) =>
      source.addEventListener(type, (message) => {
        if (this.source === source) take(JSON.parse((message as MessageEvent<string>).data) as T);
      });
    on<Caption>('caption', (caption) => this.take(caption));
    on<Pick<CaptionsView, 'state'>>('state', ({ state }) => this.show({ state }));
    on('ended', () => this.close());
    source.onerror = () => this.failed(source);
  }

  /** The same id again replaces a line where it stands. */
  private take(caption: Caption): void {
    const { lines } = this.view;
    if (this.seen.has(caption.id))
      this.show({ lines: lines.map((line) => (line.id === caption.id ? caption : line)) });
    else this.show({ lines: [...lines, caption].slice(-LINES_SHOWN) });
    this.seen.add(caption.id);
  }

  private failed(source: EventSource): void {
    if (this.source !== source) return;
    this.show({ state: 'lost' });
    // A stream that the browser opens again begins with the state.
    if (source.readyState !== EventSource.CLOSED) return;
    this.source = null;
    this.timer = setTimeout(() => this.open(), REOPEN_MS);
  }

  private close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.source?.close();
    this.source = null;
  }

  private show(change: Partial<CaptionsView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
