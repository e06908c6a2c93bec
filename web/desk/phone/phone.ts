import { useSyncExternalStore } from 'react';
import { Problem } from '../../api/problem';
import { flag } from '../../phone/flags';
import type { Probe } from '../../phone/probe';
import { Softphone } from '../../phone/softphone';
import type { Line, PhoneView } from '../../phone/types';
import { api } from '../api';
import { knownMe } from '../live/store';

let probe: Promise<Probe> | null = null;

/** The desk's only softphone. It lives outside React, so that no drawing can disturb a call. */
export const phone = new Softphone({
  renew,
  processing: !flag('tone'),
  heard: (track, slot, { identity }) => {
    if (track.kind !== 'audio') return;
    const { mediaStreamTrack, sid = '' } = track;
    void probe?.then((ear) => ear.add({ track: mediaStreamTrack, slot, identity, sid }));
  },
});

if (flag('probe')) {
  probe = import('../../phone/probe').then(({ Probe: Ear }) => (window.segueProbe = new Ear()));
}

/** Fresh lines of the call in hand; null when there is none to come back to. */
async function renew(): Promise<Line[] | null> {
  const me = knownMe();
  const callId = me?.call?.id ?? me?.transfer?.call_id;
  if (!callId) return null;
  try {
    return (await api.connect(callId)).connect;
  } catch (error) {
    if (error instanceof Problem && [401, 403, 404, 409].includes(error.status)) return null;
    throw error;
  }
}

export function usePhone(): PhoneView {
  return useSyncExternalStore(phone.subscribe, phone.getView);
}
