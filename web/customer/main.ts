import '@fontsource-variable/inter';
import { flag } from '../phone/flags';
import { onFirstSound } from '../phone/first-sound';
import { HoldMusic } from '../phone/hold-music';
import type { Probe } from '../phone/probe';
import { Softphone } from '../phone/softphone';
import { api } from './api';
import { Captions } from './captions';
import { Page } from './page';
import { CustomerSession, type Memory } from './session';

const invite = window.location.pathname.split('/').filter(Boolean)[1] ?? '';

const memory: Memory = {
  recall: () => {
    const [path, callId] = (sessionStorage.getItem('segue.call') ?? '').split(' ');
    return path === window.location.pathname && callId ? callId : null;
  },
  keep: (callId) => {
    if (callId) sessionStorage.setItem('segue.call', `${window.location.pathname} ${callId}`);
    else sessionStorage.removeItem('segue.call');
  },
};

const context = new AudioContext();
const music = new HoldMusic({ context, load: api.holdMusic });
let probe: Promise<Probe> | null = null;

const phone: Softphone = new Softphone({
  renew: (was) => session.renew(was),
  processing: !flag('tone'),
  heard: (track, slot, { identity }) => {
    if (track.kind !== 'audio') return;
    const { mediaStreamTrack, sid = '' } = track;
    music.listen(mediaStreamTrack);
    void probe?.then((ear) => ear.add({ track: mediaStreamTrack, slot, identity, sid }));
    if (identity === 'companion') return;
    onFirstSound(context, mediaStreamTrack, () => {
      const { call } = session.getView();
      // Only evidence that comes early: without it the server waits a little longer.
      if (call) api.firstSound(call.id, identity, sid).catch(() => undefined);
    });
  },
});
const session: CustomerSession = new CustomerSession(invite, api, phone, memory);
const captions = new Captions({
  recall: () => sessionStorage.getItem('segue.captions') === 'on',
  keep: (on) => sessionStorage.setItem('segue.captions', on ? 'on' : 'off'),
});
const page = new Page(session, phone, music, context, captions);

if (flag('probe')) {
  probe = import('../phone/probe').then(({ Probe: Ear }) => {
    const ear = (window.segueProbe = new Ear());
    const tap = context.createMediaStreamDestination();
    music.output.connect(tap);
    const [track] = tap.stream.getAudioTracks();
    if (track) ear.add({ track, slot: 'customer', identity: 'local-music', sid: '' });
    return ear;
  });
}
page.start();
void session.resume();
