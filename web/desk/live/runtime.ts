import type { MeView } from '../../api/types';
import { SLOTS } from '../../phone/types';
import { api } from '../api';
import { tellHangUp } from '../calls/hang-up';
import { phone } from '../phone/phone';
import { feed } from './feed';
import { KEYS, knownMe, queries } from './store';

const HEARTBEAT_TICKS = 3;
/** Without a tick for so long, this computer has slept. */
const SLEPT_MS = 15_000;
const ENSURE_AFTER_MS = 250;
/** The server takes rights and removes at once; this only lets go of the rest, a moment later. */
const REST_AFTER_MS = 1000;

/** Everything that goes on while somebody is signed in. Answers how to stop it. */
export function startDesk(): () => void {
  feed.start(knownMe()?.event_id ?? 0);
  const lines = new Lines();
  const stopWatching = queries.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey[0] === KEYS.me[0]) lines.follow(knownMe());
  });
  lines.follow(knownMe());
  const ticker = new Worker(new URL('./ticker.ts', import.meta.url), { type: 'module' });
  let ticks = 0;
  let ticked = Date.now();
  ticker.onmessage = () => {
    if (Date.now() - ticked > SLEPT_MS) feed.stream.renew();
    ticked = Date.now();
    ticks += 1;
    if (ticks % HEARTBEAT_TICKS === 1) beat();
    lines.check();
    void tellHangUp();
  };
  return () => {
    stopWatching();
    ticker.terminate();
    feed.stop();
    void phone.close();
  };
}

function beat(): void {
  const { lines } = phone.getView();
  const joined = SLOTS.filter((slot) => lines[slot].state === 'connected').length;
  const callId = knownMe()?.call?.id;
  // A missed one is nothing: the next comes in three seconds.
  api.heartbeat({ ...(callId ? { call_id: callId } : {}), lines: joined }).catch(() => undefined);
}

/**
 * Keeps the softphone's lines in step with the call in hand. Which lines those are is the server's
 * to say: this only asks again whenever call or transfer have moved and a place is empty.
 */
export class Lines {
  private first = true;
  private moved: string | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private emptyChecks = 0;
  private resting: ReturnType<typeof setTimeout> | null = null;

  follow(me: MeView | undefined): void {
    if (!me) return;
    const open = me.transfer && !me.transfer.over ? me.transfer : null;
    if (!me.call && !open) {
      this.moved = null;
      this.first = false;
      this.rest(me.offers.length > 0);
      return;
    }
    this.stay();
    if (this.first) void phone.use(me.connect);
    this.first = false;
    const moved = `${me.call?.id} ${me.call?.state} ${open?.id} ${open?.state} ${open?.focus}`;
    if (this.moved !== null && moved !== this.moved) this.askSoon();
    this.moved = moved;
  }

  /** Every second: a call in hand without its line asks for it. */
  check(): void {
    const { elsewhere, lines } = phone.getView();
    const me = knownMe();
    const inHand = me?.call && me.call.id !== me.hungUp;
    const missing = inHand && !elsewhere && lines.customer.state === 'idle';
    this.emptyChecks = missing ? this.emptyChecks + 1 : 0;
    if (this.emptyChecks >= 2) {
      this.emptyChecks = 0;
      this.askSoon();
    }
  }

  /** No call in hand: off all lines. The microphone is kept warm only while it rings. */
  private rest(rings: boolean): void {
    if (rings) {
      this.stay();
      void warmUp();
    } else {
      this.resting ??= setTimeout(() => void phone.close(), REST_AFTER_MS);
    }
  }

  private stay(): void {
    if (this.resting) clearTimeout(this.resting);
    this.resting = null;
  }

  private askSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      const { lines } = phone.getView();
      if (SLOTS.some((slot) => lines[slot].state === 'idle')) {
        phone.ensure().catch(() => undefined); // Asked again with the next check.
      }
    }, ENSURE_AFTER_MS);
  }
}

/** Opens the microphone while it rings, if that asks nothing of the person: seconds saved later. */
async function warmUp(): Promise<void> {
  const name = 'microphone' as PermissionName; // Not in TypeScript's list yet.
  const answer = await navigator.permissions?.query({ name }).catch(() => null);
  if (answer?.state === 'granted') await phone.microphone.open();
}
