import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem';
import type { CustomerCallView } from '../api/types';
import type { LineView, PhoneView } from '../phone/types';
import { CustomerSession, type SessionPhone } from './session';
import { statusOf } from './status';

const call = (change: Partial<CustomerCallView> = {}): CustomerCallView => ({
  id: 'call_1',
  state: 'waiting',
  hold: true,
  position: 1,
  agent_name: null,
  ended: false,
  ...change,
});
const line = (change: Partial<LineView> = {}): LineView => ({
  slot: 'customer',
  purpose: 'customer',
  room: 'main',
  state: 'connected',
  maySpeak: true,
  published: true,
  hold: false,
  peers: [],
  quality: null,
  ...change,
});

const api = {
  join: vi.fn(),
  connect: vi.fn(),
  heartbeat: vi.fn(),
  end: vi.fn(),
  firstSound: vi.fn(),
  holdMusic: vi.fn(),
};
const kept: (string | null)[] = [];
let remembered: string | null;
let phoneView: PhoneView;
const phone = {
  use: vi.fn(),
  ensure: vi.fn(),
  close: vi.fn(),
  hangUp: vi.fn(),
  subscribe: vi.fn(),
  getView: () => phoneView,
};
let session: CustomerSession;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  kept.length = 0;
  remembered = null;
  phoneView = { lines: { customer: line() }, elsewhere: false } as unknown as PhoneView;
  session = new CustomerSession('code', api, phone as unknown as SessionPhone, {
    recall: () => remembered,
    keep: (id) => kept.push(id),
  });
});

afterEach(() => vi.useRealTimers());

describe('joining', () => {
  it('leads into the call and remembers it for a reload', async () => {
    api.join.mockResolvedValue({ call: call(), connect: [{ purpose: 'customer' }] });
    await session.join('Ruth');
    expect(session.getView().screen).toBe('call');
    expect(phone.use).toHaveBeenCalledOnce();
    expect(kept).toEqual(['call_1']);
  });

  it.each([
    ['invite_unknown', 404, 'unknown'],
    ['invite_expired', 410, 'expired'],
    ['invite_taken', 409, 'taken'],
  ])('%s is told on a page of its own', async (code, status, screen) => {
    api.join.mockRejectedValue(new Problem(status, code, 'no'));
    await session.join('Ruth');
    expect(session.getView().screen).toBe(screen);
  });

  it('says what is wrong otherwise, and can be tried again', async () => {
    api.join.mockRejectedValue(new Problem(503, 'media_unavailable', 'Please wait.'));
    await session.join('Ruth');
    expect(session.getView()).toMatchObject({ screen: 'join', error: 'Please wait.', busy: false });
  });
});

describe('after a reload', () => {
  it('goes straight back into the call', async () => {
    remembered = 'call_1';
    api.connect.mockResolvedValue({ call: call({ state: 'active' }), connect: [] });
    await session.resume();
    expect(session.getView().screen).toBe('call');
  });

  it('asks for the name again when the call is not ours any more', async () => {
    remembered = 'call_1';
    api.connect.mockRejectedValue(new Problem(403, 'forbidden', 'no'));
    await session.resume();
    expect(session.getView().screen).toBe('join');
    expect(kept).toEqual([null]);
  });

  it('keeps trying while nobody answers', async () => {
    remembered = 'call_1';
    api.connect.mockRejectedValueOnce(new Problem(0, 'unreachable', 'away'));
    api.connect.mockResolvedValue({ call: call(), connect: [] });
    await session.resume();
    await vi.advanceTimersByTimeAsync(1500);
    expect(session.getView().screen).toBe('call');
  });
});

describe('on the call', () => {
  beforeEach(async () => {
    api.join.mockResolvedValue({ call: call(), connect: [] });
    await session.join('Ruth');
  });

  it('learns its place from the heartbeat', async () => {
    api.heartbeat.mockResolvedValue({ call: call({ position: 3 }) });
    await vi.advanceTimersByTimeAsync(2100);
    expect(session.getView().call?.position).toBe(3);
  });

  it('says when the service is away, and goes on', async () => {
    api.heartbeat.mockRejectedValue(new Problem(0, 'unreachable', 'away'));
    await vi.advanceTimersByTimeAsync(2100);
    expect(session.getView()).toMatchObject({ screen: 'call', offline: true });
  });

  it('asks for its line again when it has none', async () => {
    phoneView = {
      lines: { customer: line({ state: 'idle' }) },
      elsewhere: false,
    } as unknown as PhoneView;
    api.heartbeat.mockResolvedValue({ call: call() });
    await vi.advanceTimersByTimeAsync(2100);
    expect(phone.ensure).toHaveBeenCalledOnce();
  });

  it('ends when the call has ended, and forgets it', async () => {
    api.heartbeat.mockResolvedValue({ call: call({ ended: true }) });
    await vi.advanceTimersByTimeAsync(2100);
    expect(session.getView().screen).toBe('ended');
    expect(phone.close).toHaveBeenCalledOnce();
    expect(kept.at(-1)).toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(api.heartbeat).toHaveBeenCalledOnce();
  });

  it('ends at the customer’s word', async () => {
    api.end.mockResolvedValue({});
    await session.end();
    expect(api.end).toHaveBeenCalledWith('call_1');
    expect(session.getView()).toMatchObject({ screen: 'ended', untold: false });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(api.end).toHaveBeenCalledOnce();
  });

  it.each([
    ['nobody answers', new Problem(0, 'unreachable', 'away')],
    ['the service is in trouble', new Problem(503, 'media_unavailable', 'no')],
  ])('is hung up for good when %s, and says so until it is heard', async (_, problem) => {
    phoneView = {
      lines: { customer: line({ state: 'idle' }) },
      elsewhere: false,
    } as unknown as PhoneView;
    api.end.mockRejectedValueOnce(problem).mockRejectedValueOnce(problem).mockResolvedValue({});
    api.heartbeat.mockResolvedValue({ call: call() });
    await session.end();
    expect(phone.close).toHaveBeenCalled();
    expect(session.getView()).toMatchObject({ screen: 'ended', untold: true, offline: false });
    expect(kept.at(-1)).toBeNull();

    await vi.advanceTimersByTimeAsync(2100);
    expect(session.getView()).toMatchObject({ screen: 'ended', untold: true });
    await vi.advanceTimersByTimeAsync(2100);
    expect(session.getView()).toMatchObject({ screen: 'ended', untold: false });

    await vi.advanceTimersByTimeAsync(10_000);
    expect(api.end).toHaveBeenCalledTimes(3);
    expect(phone.ensure).not.toHaveBeenCalled();
  });

  it('is off the line before the service has answered', () => {
    api.end.mockReturnValue(new Promise(() => undefined));
    void session.end();
    expect(phone.close).toHaveBeenCalledOnce();
    expect(session.getView().screen).toBe('ended');
  });

  it('is over when the service knows the call no more', async () => {
    api.end.mockRejectedValue(new Problem(404, 'unknown_call', 'no'));
    await session.end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(api.end).toHaveBeenCalledOnce();
    expect(session.getView()).toMatchObject({ screen: 'ended', untold: false });
  });

  it('does not come back with an answer that was on its way while it hung up', async () => {
    let beaten: (answer: unknown) => void = () => undefined;
    let connected: (answer: unknown) => void = () => undefined;
    api.heartbeat.mockReturnValue(new Promise((resolve) => (beaten = resolve)));
    api.connect.mockReturnValue(new Promise((resolve) => (connected = resolve)));
    api.end.mockRejectedValue(new Problem(0, 'unreachable', 'away'));
    await vi.advanceTimersByTimeAsync(2100);
    const lines = session.renew([]);
    await session.end();
    phoneView = {
      lines: { customer: line({ state: 'idle' }) },
      elsewhere: false,
    } as unknown as PhoneView;
    beaten({ call: call() });
    connected({ call: call(), connect: [{ purpose: 'customer' }] });
    expect(await lines).toBeNull();
    await vi.advanceTimersByTimeAsync(0);
    expect(phone.ensure).not.toHaveBeenCalled();
    expect(session.getView().screen).toBe('ended');
    expect(await session.renew([])).toBeNull();
  });
});

describe('what the customer is told', () => {
  it.each([
    [call({ position: 4 }), line(), 'You are number 4 in the queue'],
    [call({ state: 'active', agent_name: 'Alice' }), line(), 'You are talking with Alice'],
    [call({ state: 'active' }), line({ hold: true }), 'You are on hold'],
    [call({ state: 'active' }), line({ state: 'reconnecting' }), 'Reconnecting…'],
    [call({ state: 'agent_lost' }), line({ hold: true }), 'One moment, please'],
  ])('%#', (now, on, title) => {
    expect(statusOf(now, on).title).toBe(title);
  });

  it('names everybody who can be heard, and never the companion', () => {
    const peer = (identity: string, name: string, audible = true) => ({
      identity,
      name,
      audible,
      speaking: false,
    });
    const peers = [
      peer('agent:a', 'Alice'),
      peer('agent:b', 'Bob'),
      peer('agent:c', 'Carol', false),
      peer('companion', 'Companion'),
    ];
    const { title } = statusOf(call({ state: 'active' }), line({ peers }));
    expect(title).toBe('You are talking with Alice and Bob');
  });
});
