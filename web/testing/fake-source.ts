/** An EventSource that says what a test wants it to say. */
export class FakeSource extends EventTarget {
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
  }

  close() {
    this.readyState = 2;
  }

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  tell(type: string, id: number, data: unknown = {}) {
    const event = { id, type, at: '', call_id: 'call_1', transfer_id: null, data };
    // Like a browser's, a closed one is silent.
    if (this.readyState === 2) return;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(event) }));
  }

  /** An event that is nothing but its data. */
  say(type: string, data: unknown) {
    if (this.readyState === 2) return;
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }

  fail(readyState: 0 | 2) {
    this.readyState = readyState;
    this.onerror?.();
  }
}

/** Every source that was made, and what makes them. */
export class FakeSources {
  readonly all: FakeSource[] = [];

  make = (url: string): EventSource => {
    const source = new FakeSource(url);
    this.all.push(source);
    return source as unknown as EventSource;
  };

  get last(): FakeSource {
    const last = this.all.at(-1);
    if (!last) throw new Error('no stream was opened');
    return last;
  }

  get urls(): string[] {
    return this.all.map(({ url }) => url);
  }
}
