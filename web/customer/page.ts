import type { HoldMusic } from '../phone/hold-music';
import type { Softphone } from '../phone/softphone';
import { Gauge } from '../phone/sound';
import type { MicrophoneState, PhoneView, VideoView } from '../phone/types';
import type { Captions } from './captions';
import { CaptionsBox } from './captions-box';
import { find, setText } from './elements';
import type { CustomerSession, SessionView } from './session';
import { statusOf } from './status';

const SCREENS = ['join', 'call', 'elsewhere', 'ended', 'unknown', 'expired', 'taken'] as const;

const MICROPHONE_SAYS: Record<MicrophoneState, string> = {
  off: 'Microphone not checked yet',
  opening: 'Asking for your microphone…',
  ready: 'Microphone works: say something',
  denied: 'Microphone is blocked',
  missing: 'No microphone found',
  failed: 'The microphone does not answer',
};

const MICROPHONE_HELP: Partial<Record<MicrophoneState, string>> = {
  denied:
    'Click the microphone or lock symbol beside the address, allow the microphone, then check again.',
  missing: 'Plug in a headset or switch a microphone on, then check again.',
  failed: 'Another program may be using it. Close that program, then check again.',
};

const ENDED = 'Thank you for calling. You can close this page.';
const ENDED_UNTOLD =
  'You are off the line: nobody hears you any more. ' +
  'Our service cannot be reached just now and learns of it as soon as it can.';

/** Draws session and softphone into the page's own HTML, and hands clicks to them. */
export class Page {
  private gauge: { track: MediaStreamTrack; gauge: Gauge } | null = null;
  private readonly shownVideos = new Map<string, { video: VideoView; element: HTMLVideoElement }>();
  private since: number | null = null;
  private screen: string | null = null;
  private readonly captionsBox: CaptionsBox;

  constructor(
    private readonly session: CustomerSession,
    private readonly phone: Softphone,
    private readonly music: HoldMusic,
    private readonly context: AudioContext,
    private readonly captions: Captions,
  ) {
    this.captionsBox = new CaptionsBox(captions);
  }

  start(): void {
    this.session.subscribe(() => this.draw());
    this.phone.subscribe(() => this.draw());
    this.captions.subscribe(() => this.draw());
    this.context.addEventListener('statechange', () => this.draw());
    this.listen();
    this.captionsBox.start();
    setInterval(() => this.drawTimer(), 500);
    this.drawLevel();
    this.draw();
    void this.checkIfAllowed();
  }

  private listen(): void {
    find('join-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.join(false);
    });
    find('listen-only').addEventListener('click', () => void this.join(true));
    find('check').addEventListener('click', () => void this.phone.microphone.open());
    find('mute').addEventListener('click', () => this.phone.setMuted(!this.phone.getView().muted));
    find('camera').addEventListener('click', () => {
      void this.phone.setCamera(this.phone.getView().camera !== 'on');
    });
    find('start-audio').addEventListener('click', () => void this.startAudio());
    find('take-over').addEventListener('click', () => void this.phone.takeOver());
    const dialog = find<HTMLDialogElement>('end-dialog');
    find('end').addEventListener('click', () => {
      dialog.returnValue = '';
      dialog.showModal();
    });
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'end') void this.session.end();
    });
    window.addEventListener('online', () => this.draw());
    window.addEventListener('offline', () => this.draw());
  }

  /** Shows the level at once to those who have allowed the microphone before. */
  private async checkIfAllowed(): Promise<void> {
    const name = 'microphone' as PermissionName; // Not in TypeScript's list yet.
    const answer = await navigator.permissions?.query({ name }).catch(() => null);
    if (answer?.state === 'granted') await this.phone.microphone.open();
  }

  private async join(listenOnly: boolean): Promise<void> {
    const form = find<HTMLFormElement>('join-form');
    if (!form.reportValidity()) return;
    void this.startAudio();
    if (!listenOnly && !(await this.phone.microphone.open())) return;
    this.music.prepare();
    await this.session.join(find<HTMLInputElement>('name').value.trim());
  }

  private async startAudio(): Promise<void> {
    await Promise.allSettled([this.context.resume(), this.phone.startAudio()]);
    this.draw();
  }

  private draw(): void {
    const session = this.session.getView();
    const phone = this.phone.getView();
    this.drawScreen(session, phone);
    this.drawMicrophone(phone.microphone);
    // A page that captures sound may play it, without a click after a reload too.
    if (phone.microphone === 'ready' && this.context.state === 'suspended') {
      void this.context.resume();
    }
    this.drawErrors(session, phone);
    // Who has hung up needs no word on whether a call goes on.
    find('offline').hidden = session.screen === 'ended' || !(session.offline || !navigator.onLine);
    setText('ended-detail', session.untold ? ENDED_UNTOLD : ENDED);
    find<HTMLButtonElement>('join').disabled = session.busy;
    this.drawCall(session, phone);
  }

  private drawScreen(session: SessionView, phone: PhoneView): void {
    const elsewhere = session.screen === 'call' && phone.elsewhere;
    const screen = elsewhere ? 'elsewhere' : session.screen;
    if (screen === this.screen) return;
    for (const name of SCREENS) find(`screen-${name}`).hidden = name !== screen;
    // Told to those who do not see it, but not on the first drawing.
    if (this.screen) {
      const heading = document.querySelector<HTMLElement>(`#screen-${screen} h1`);
      heading?.setAttribute('tabindex', '-1');
      heading?.focus();
    }
    this.screen = screen;
  }

  private drawMicrophone(state: MicrophoneState): void {
    find('microphone').dataset.state = state;
    setText('microphone-state', MICROPHONE_SAYS[state]);
    const help = MICROPHONE_HELP[state];
    find('microphone-help').hidden = !help;
    setText('microphone-help', help ?? '');
    find('check').hidden = state === 'ready' || state === 'opening';
    find('listen-only').hidden = !help;
  }

  private drawErrors({ error }: SessionView, { camera }: PhoneView): void {
    const message = error ?? (camera === 'failed' ? 'The camera cannot be used just now.' : null);
    for (const id of ['join-error', 'call-error']) {
      find(id).hidden = !message;
      setText(id, message ?? '');
    }
  }

  private drawCall(session: SessionView, phone: PhoneView): void {
    const { call, screen } = session;
    const onCall = call && screen === 'call' && !phone.elsewhere;
    this.captions.follow(onCall && session.captions ? call.id : null);
    if (!onCall) {
      this.music.close();
      return;
    }
    const line = phone.lines.customer;
    const status = statusOf(call, line);
    setText('status-title', status.title);
    setText('status-detail', status.detail);
    find('presence').dataset.kind = status.kind;
    setText('face', status.kind === 'talking' ? initials(call.agent_name) : '');
    // While the line is down, what was true last counts.
    this.music.setHold(line.state === 'connected' ? line.hold : call.hold);
    this.since = status.kind === 'talking' ? (this.since ?? Date.now()) : null;
    this.drawControls(phone);
    this.captionsBox.draw(session.captions, status.kind === 'talking');
    this.drawVideos(phone.videos);
  }

  private drawControls(phone: PhoneView): void {
    find('mute').setAttribute('aria-pressed', String(phone.muted));
    setText('mute-label', phone.muted ? 'Unmute' : 'Mute');
    find('camera').setAttribute('aria-pressed', String(phone.camera === 'on'));
    find('start-audio').hidden = phone.canPlay && this.context.state !== 'suspended';
  }

  private drawVideos(videos: VideoView[]): void {
    const place = find('videos');
    const wanted = new Set(videos.map(({ key }) => key));
    for (const [key, { video, element }] of this.shownVideos) {
      if (wanted.has(key)) continue;
      video.detach(element);
      element.remove();
      this.shownVideos.delete(key);
    }
    for (const video of videos) {
      if (this.shownVideos.has(video.key)) continue;
      const element = document.createElement('video');
      element.muted = true; // Its sound, if any, is a track of its own.
      element.playsInline = true;
      element.className = video.local ? 'own' : '';
      video.attach(element);
      place.append(element);
      this.shownVideos.set(video.key, { video, element });
    }
    place.hidden = videos.length === 0;
  }

  private drawTimer(): void {
    const seconds = this.since === null ? 0 : Math.floor((Date.now() - this.since) / 1000);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    setText('timer', this.since === null ? '' : text);
  }

  private drawLevel(): void {
    const { track } = this.phone.microphone;
    if (track !== (this.gauge?.track ?? null)) {
      this.gauge?.gauge.close();
      this.gauge = track && { track, gauge: new Gauge(this.context, track) };
    }
    if (this.gauge && this.screen === 'join') {
      find<HTMLMeterElement>('level').value = this.gauge.gauge.level();
    }
    requestAnimationFrame(() => this.drawLevel());
  }
}

function initials(name: string | null): string {
  return (name ?? '')
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
}
