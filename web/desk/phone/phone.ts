import { useSyncExternalStore } from 'react';
import { flag } from '../../phone/flags';
import type { Probe } from '../../phone/probe';
import { Softphone } from '../../phone/softphone';
import { renewal } from '../../api/renewal';
import type { PhoneView, Renewed } from '../../phone/types';
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
async function renew(was: string[]): Promise<Renewed> {
  const me = knownMe();
  const callId = me?.call?.id ?? me?.transfer?.call_id;
  if (!callId || me?.hungUp === callId) return null;
  const lines = await renewal(async () => (await api.connect(callId, was)).connect);
  // The person may have hung up while the answer was on its way.
  return knownMe()?.hungUp === callId ? null : lines;
}

export function usePhone(): PhoneView {
  return useSyncExternalStore(phone.subscribe, phone.getView);
}
