import { Problem } from '../../api/problem';
import { api } from '../api';
import { feed } from '../live/feed';
import { knownMe, setHungUp } from '../live/store';
import { phone } from '../phone/phone';
import { tell } from '../shell/toasts';

let telling = false;

/** Off the line at once and for good; the server is told until it has heard. */
export async function hangUp(callId: string): Promise<void> {
  setHungUp(callId);
  void phone.close();
  await tellHangUp();
}

/** Tells the server of the call that was hung up, if it has not heard; else does nothing. */
export async function tellHangUp(): Promise<void> {
  const callId = knownMe()?.hungUp;
  if (!callId || telling) return;
  telling = true;
  try {
    await api.end(callId);
    // Asked and not awaited as an event: the stream may still be away.
    await feed.refresh().catch(() => undefined);
    setHungUp(null);
  } catch (error) {
    if (error instanceof Problem && error.refused) await refused(callId, error);
  } finally {
    telling = false;
  }
}

/** The call may be over already; if it is not, we are on it again. */
async function refused(callId: string, { message }: Problem): Promise<void> {
  await feed.refresh().catch(() => undefined);
  setHungUp(null);
  if (knownMe()?.call?.id === callId) tell('error', 'The call was not ended', { text: message });
}
