import { DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Softphone } from './softphone';
import { FakeRoom } from './testing/fake-room';
import type { Line, Purpose, Renewed } from './types';

vi.mock('livekit-client', async (original) => {
  const { FakeVoice } = await import('./testing/fake-room');
  return { ...(await original<object>()), LocalAudioTrack: FakeVoice };
});

const line = (purpose: Purpose, room = purpose === 'consult' ? 'private' : 'main'): Line => ({
  purpose,
  room,
  url: 'ws://127.0.0.1:7880',
  token: `${purpose} token`,
  identity: 'agent:a',
  expires_at: '',
});

class FakeTrack extends EventTarget {
  readyState = 'live';
  clone = () => new FakeTrack();
  stop() {
    this.readyState = 'ended';
  }
}

let captured: FakeTrack[];
const getUserMedia = vi.fn();
const renew = vi.fn<(was: string[]) => Promise<Renewed>>();
let phone: Softphone;

const settled = () => vi.advanceTimersByTimeAsync(0);
const room = (index = -1) => FakeRoom.made.at(index) as FakeRoom;
const state = (slot: 'customer' | 'consult') => phone.getView().lines[slot].state;

beforeEach(() => {
  vi.useFakeTimers();
  FakeRoom.made = [];
  FakeRoom.refuse = 0;
  captured = [];
  getUserMedia.mockImplementation(async () => {
    const track = new FakeTrack();
    captured.push(track);
    return { getAudioTracks: () => [track] };
  });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia }, onLine: true });
  renew.mockReset();
  phone = new Softphone({ renew, makeRoom: FakeRoom.make });
});

afterEach(() => vi.useRealTimers());

async function onLine(...purposes: Purpose[]) {
  await phone.use(purposes.map((purpose) => line(purpose)));
  await settled();
}

describe('the microphone', () => {
  it('goes into a room the moment the server allows it, and not before', async () => {
    await onLine('standby');
    expect(room().live).toHaveLength(0);
    room().grant(true, [2]);
    await settled();
    expect(room().live).toHaveLength(1);
    expect(phone.getView().lines.customer.published).toBe(true);
  });

  it('stays out while only the camera is allowed', async () => {
    await onLine('standby');
    room().grant(true, [1]);
    await settled();
    expect(room().live).toHaveLength(0);
  });

  it('comes back as a fresh clone after the right was taken', async () => {
    await onLine('customer');
    room().grant(true);
    await settled();
    const [first] = room().live;
    room().grant(false);
    await settled();
    expect(phone.getView().lines.customer.published).toBe(false);
    room().grant(true);
    await settled();
    const [second] = room().live;
    expect(room().live).toHaveLength(1);
    expect(second).not.toBe(first);
    expect(captured).toHaveLength(1);
    expect(captured[0]?.readyState).toBe('live');
  });

  it('is muted before it is published', async () => {
    await onLine('customer');
    phone.setMuted(true);
    room().grant(true);
    await settled();
    expect(room().localParticipant.publishing[0]?.mutedAtFirst).toBe(true);
    phone.setMuted(false);
    await settled();
    expect(room().live[0]?.isMuted).toBe(false);
  });

  it('follows quick changes of rights to where they end', async () => {
    await onLine('customer', 'consult');
    const [main, private_] = [room(0), room(1)];
    for (let i = 0; i < 5; i += 1) {
      main.grant(i % 2 === 0);
      private_.grant(i % 2 === 1);
    }
    await settled();
    expect(main.live).toHaveLength(1);
    expect(private_.live).toHaveLength(0);
  });

  it('is tried again when publishing failed', async () => {
    await onLine('customer');
    room().localParticipant.failNext = true;
    room().grant(true);
    await settled();
    expect(room().live).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(400);
    expect(room().live).toHaveLength(1);
  });

  it('says why it cannot be used, and the call goes on listening', async () => {
    getUserMedia.mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    await onLine('customer');
    expect(phone.getView().microphone).toBe('denied');
    expect(state('customer')).toBe('connected');
  });

  it('is captured anew when the device is unplugged', async () => {
    await onLine('customer');
    room().grant(true);
    await settled();
    const [first] = room().live;
    first?.stop();
    captured[0]?.stop();
    captured[0]?.dispatchEvent(new Event('ended'));
    await settled();
    expect(captured).toHaveLength(2);
    expect(room().live).toHaveLength(1);
    expect(room().live[0]).not.toBe(first);
  });
});

describe('a line', () => {
  it('stays as it is when it is handed out again', async () => {
    await onLine('customer');
    await onLine('customer', 'consult');
    expect(FakeRoom.made).toHaveLength(2);
    expect(state('consult')).toBe('connected');
  });

  it('continued elsewhere leaves both rooms and stays away', async () => {
    await onLine('customer', 'consult');
    room(0).drop(DisconnectReason.DUPLICATE_IDENTITY);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(phone.getView().elsewhere).toBe(true);
    expect([state('customer'), state('consult')]).toEqual(['idle', 'idle']);
    expect(renew).not.toHaveBeenCalled();

    renew.mockResolvedValue([line('customer')]);
    await phone.takeOver();
    expect(phone.getView().elsewhere).toBe(false);
    expect(state('customer')).toBe('connected');
  });

  it.each([DisconnectReason.PARTICIPANT_REMOVED, DisconnectReason.ROOM_DELETED])(
    'that the server ends (%s) is not asked for again',
    async (reason) => {
      await onLine('consult');
      room().drop(reason);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(state('consult')).toBe('idle');
      expect(renew).not.toHaveBeenCalled();
    },
  );

  it('that is lost comes back with fresh lines as soon as anybody answers', async () => {
    await onLine('customer');
    room().grant(true);
    await settled();
    const [before] = room().live;
    renew.mockRejectedValueOnce(new Error('away')).mockRejectedValueOnce(new Error('away'));
    renew.mockResolvedValue([{ ...line('customer'), token: 'fresh' }]);
    room().drop(DisconnectReason.SIGNAL_CLOSE);
    expect(state('customer')).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(5000);
    expect(renew).toHaveBeenCalledTimes(3);
    expect(room().token).toBe('fresh');
    expect(before?.mediaStreamTrack.readyState).toBe('ended');
    room().grant(true);
    await settled();
    expect(room().live).toHaveLength(1);
  });

  it('that the SDK would join anew asks the server first, and stays away from a newer device', async () => {
    await onLine('customer');
    renew.mockResolvedValue('elsewhere');
    room().emit(RoomEvent.Reconnecting);
    await settled();
    expect(renew).toHaveBeenCalledWith(['PA_0']);
    expect(phone.getView().elsewhere).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeRoom.made).toHaveLength(1);

    renew.mockResolvedValue([line('customer')]);
    await phone.takeOver();
    expect(renew).toHaveBeenLastCalledWith([]);
    expect(state('customer')).toBe('connected');
  });

  it('that the SDK would join anew comes back by itself when nobody else has it', async () => {
    await onLine('customer');
    renew.mockResolvedValue([line('customer')]);
    room().emit(RoomEvent.Reconnecting);
    await vi.advanceTimersByTimeAsync(100);
    expect(state('customer')).toBe('connected');
    expect(FakeRoom.made).toHaveLength(2);
  });

  it('without a network waits for it', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    await onLine('customer');
    room().emit(RoomEvent.Reconnecting);
    await vi.advanceTimersByTimeAsync(1000);
    expect(renew).not.toHaveBeenCalled();
  });

  it('that cannot be joined is tried again', async () => {
    FakeRoom.refuse = 2;
    renew.mockResolvedValue([line('customer')]);
    await onLine('customer');
    expect(state('customer')).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(5000);
    expect(state('customer')).toBe('connected');
  });

  it('is given up when the server has none for us any more', async () => {
    await onLine('customer');
    renew.mockResolvedValue(null);
    room().drop(DisconnectReason.SIGNAL_CLOSE);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state('customer')).toBe('idle');
  });

  it('hung up in the middle of coming back stays hung up', async () => {
    await onLine('customer');
    renew.mockRejectedValue(new Error('away'));
    room().drop(DisconnectReason.SIGNAL_CLOSE);
    await vi.advanceTimersByTimeAsync(300);
    await phone.close();
    renew.mockResolvedValue([line('customer')]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state('customer')).toBe('idle');
    expect(captured.every(({ readyState }) => readyState === 'ended')).toBe(true);
  });
});

it('tells its listeners, with the same view until something changes', async () => {
  const listener = vi.fn();
  phone.subscribe(listener);
  const before = phone.getView();
  expect(phone.getView()).toBe(before);
  await onLine('customer');
  expect(listener).toHaveBeenCalled();
  expect(phone.getView()).not.toBe(before);
});
