import { Problem } from '../api/problem';
import type { CustomerAnswer, CustomerCallView } from '../api/types';
import { renewal } from '../api/renewal';
import type { Softphone } from '../phone/softphone';
import type { Renewed } from '../phone/types';
import type { CustomerApi } from './api';

export type Screen = 'join' | 'call' | 'ended' | 'unknown' | 'expired' | 'taken';

export interface SessionView {
  screen: Screen;
  call: CustomerCallView | null;
  /** Captions of the call are offered. */
  captions: boolean;
  busy: boolean;
  /** The service does not answer; the sound goes on by itself. */
  offline: boolean;
  /** The customer has hung up, and the service does not know it yet. */
  untold: boolean;
  /** What went wrong with the last thing asked, in a sentence. */
  error: string | null;
}

/** Remembers the call over a reload of this tab. */
export interface Memory {
  recall: () => string | null;
  keep: (callId: string | null) => void;
}

export type SessionPhone = Pick<Softphone, 'use' | 'ensure' | 'close' | 'getView' | 'subscribe'>;

const HEARTBEAT_MS = 2000;
const SCREEN_OF: Record<string, Screen> = {
  invite_unknown: 'unknown',
  invite_expired: 'expired',
  invite_taken: 'taken',
};

/** The customer's side of one call, from the invite to the end; draws nothing. */
export class CustomerSession {
  private view: SessionView = {
    screen: 'join',
    call: null,
    captions: false,
    busy: false,
    offline: false,
    untold: false,
    error: null,
  };
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly invite: string,
    private readonly api: CustomerApi,
    private readonly phone: SessionPhone,
    private readonly memory: Memory,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getView = (): SessionView => this.view;

  /** After a reload: straight back into the call, without asking anything. */
  async resume(): Promise<void> {
    const callId = this.memory.recall();
    if (!callId) return;
    this.show({ busy: true });
    try {
      this.enter(await this.api.connect(callId));
    } catch (error) {
      this.show({ busy: false });
      if (error instanceof Problem && error.unreachable) setTimeout(() => void this.resume(), 1000);
      else this.memory.keep(null);
    }
  }

  async join(name: string): Promise<void> {
    if (this.view.busy) return;
    this.show({ busy: true, error: null });
    try {
      this.enter(await this.api.join(this.invite, name));
    } catch (error) {
      this.refuse(error);
    }
  }

  /** Who hangs up is off the line at once and for good; the service is told until it has heard. */
  async end(): Promise<void> {
    const { call } = this.view;
    if (!call || !this.onCall) return;
    this.finish({ ...call, ended: true });
    await this.tellEnd(call.id);
  }

  /** Fresh lines for the softphone. */
  renew = async (was: string[]): Promise<Renewed> => {
    const { call } = this.view;
    if (!call || !this.onCall) return null;
    const lines = await renewal(async () => {
      const answer = await this.api.connect(call.id, was);
      this.take(answer.call);
      return answer.connect;
    });
    // The customer may have hung up while the answer was on its way.
    return this.onCall ? lines : null;
  };

  private get onCall(): boolean {
    return this.view.screen === 'call';
  }

  private async tellEnd(callId: string): Promise<void> {
    const heard = await this.api.end(callId).then(
      () => true,
      (error: unknown) => error instanceof Problem && error.refused,
    );
    this.show({ untold: !heard });
    if (!heard) setTimeout(() => void this.tellEnd(callId), HEARTBEAT_MS);
  }

  private enter({ call, connect, captions }: CustomerAnswer): void {
    this.memory.keep(call.id);
    this.show({ screen: 'call', call, captions, busy: false, error: null });
    if (call.ended) {
      this.finish(call);
      return;
    }
    void this.phone.use(connect);
    this.timer ??= setInterval(() => void this.beat(), HEARTBEAT_MS);
  }

  private async beat(): Promise<void> {
    const { call } = this.view;
    if (!call) return;
    try {
      const { call: fresh } = await this.api.heartbeat(call.id);
      if (!this.onCall) return;
      this.show({ offline: false });
      this.take(fresh);
      const { lines, elsewhere } = this.phone.getView();
      const idle = lines.customer.state === 'idle';
      if (!fresh.ended && idle && !elsewhere) await this.phone.ensure();
    } catch (error) {
      if (!this.onCall) return;
      if (error instanceof Problem && error.status === 404) this.finish({ ...call, ended: true });
      else this.show({ offline: error instanceof Problem && error.unreachable });
    }
  }

  private take(call: CustomerCallView): void {
    if (!this.onCall) return;
    if (call.ended) this.finish(call);
    else this.show({ call });
  }

  private finish(call: CustomerCallView): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.memory.keep(null);
    void this.phone.close();
    this.show({ screen: 'ended', call, busy: false, offline: false });
  }

  private refuse(error: unknown): void {
    const problem = error instanceof Problem ? error : null;
    const screen = problem && SCREEN_OF[problem.code];
    if (screen) this.show({ screen, busy: false });
    else this.show({ busy: false, error: problem?.message ?? 'Something went wrong. Try again.' });
  }

  private show(change: Partial<SessionView>): void {
    this.view = { ...this.view, ...change };
    for (const listener of this.listeners) listener();
  }
}
