import type { RemoteParticipant, RemoteTrack, Room } from 'livekit-client';
import { Camera } from './camera';
import { LineConnection, type LineOwner } from './line';
import { Microphone } from './microphone';
import { makeRoom } from './room-options';
import { type Ending, type Line, type PhoneView, type Renewed, type Slot, SLOTS } from './types';

export interface SoftphoneOptions {
  /** Asks the server, with the sids that this page has had in its rooms. Throws if unreachable. */
  renew: (was: string[]) => Promise<Renewed>;
  /** Echo cancellation and the like; off only for test tones. */
  processing?: boolean;
  heard?: (track: RemoteTrack, slot: Slot, participant: RemoteParticipant) => void;
  makeRoom?: () => Room;
}

const BACKOFF_MS = [0, 250, 500, 1000, 2000, 3000];

/**
 * The framework-free telephone of desk and customer page.
 *
 * It joins the lines it is given without any right and publishes the microphone the moment the
 * server grants it; no call of its own can put the microphone anywhere the server did not allow.
 */
export class Softphone {
  readonly microphone: Microphone;
  private readonly camera: Camera;
  private readonly lines: Record<Slot, LineConnection>;
  private readonly listeners = new Set<() => void>();
  private readonly lost = new Set<Slot>();
  /** Every sid that this page has had: whoever else is in its place is a newer device. */
  private readonly sids = new Set<string>();
  private muted = false;
  private elsewhere = false;
  private recovering: Promise<void> | null = null;
  private wake: (() => void) | null = null;
  private view: PhoneView;

  constructor(private readonly options: SoftphoneOptions) {
    this.microphone = new Microphone({
      processing: options.processing ?? true,
      changed: () => this.microphoneChanged(),
    });
    this.camera = new Camera(() => this.settle());
    const owner: LineOwner = {
      makeRoom: options.makeRoom ?? makeRoom,
      microphone: this.microphone,
      camera: this.camera,
      muted: () => this.muted,
      changed: () => this.changed(),
      joined: (sid) => this.sids.add(sid),
      ended: (slot, why) => this.ended(slot, why),
      heard: (...track) => options.heard?.(...track),
    };
    this.lines = {
      customer: new LineConnection('customer', owner),
      consult: new LineConnection('consult', owner),
    };
    this.view = this.draw();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The present state; the same object until something changes. */
  getView = (): PhoneView => this.view;

  /** Joins the lines that are not joined yet; the others stay as they are. */
  async use(lines: Line[]): Promise<void> {
    if (lines.length === 0) return;
    this.elsewhere = false;
    void this.microphone.open();
    await Promise.all(lines.map((line) => this.join(line)));
  }

  /** Asks the server for the lines we should have, and joins the missing ones. */
  async ensure(): Promise<void> {
    if (this.elsewhere) return;
    const lines = await this.options.renew([...this.sids]);
    if (lines === 'elsewhere') this.stayAway();
    else if (lines && !this.elsewhere) await this.use(lines);
  }

  /** Takes the call back from the other device. */
  async takeOver(): Promise<void> {
    this.elsewhere = false;
    this.sids.clear();
    this.changed();
    await this.ensure();
  }

  async hangUp(): Promise<void> {
    this.lost.clear();
    this.wake?.();
    await Promise.all(SLOTS.map((slot) => this.lines[slot].hangUp()));
  }

  /** Hangs up and lets go of microphone and camera. */
  async close(): Promise<void> {
    await this.hangUp();
    this.microphone.close();
    this.camera.stop();
    this.sids.clear();
    this.muted = false;
    this.changed();
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    this.settle();
  }

  async setCamera(on: boolean): Promise<void> {
    if (on) await this.camera.start();
    else this.camera.stop();
  }

  async chooseMicrophone(deviceId: string): Promise<void> {
    if (await this.microphone.choose(deviceId)) {
      await Promise.all(SLOTS.map((slot) => this.lines[slot].replaceVoice()));
    }
  }

  async chooseSpeaker(deviceId: string): Promise<void> {
    await Promise.all(SLOTS.map((slot) => this.lines[slot].chooseSpeaker(deviceId)));
  }

  /** To be called from a click when the browser refuses to play sound by itself. */
  async startAudio(): Promise<void> {
    await Promise.all(SLOTS.map((slot) => this.lines[slot].startAudio()));
    this.changed();
  }

  private async join(line: Line): Promise<void> {
    const slot: Slot = line.purpose === 'consult' ? 'consult' : 'customer';
    try {
      await this.lines[slot].connect(line);
      this.lost.delete(slot);
    } catch {
      this.recover(slot);
    }
  }

  private ended(slot: Slot, why: Ending): void {
    if (why === 'lost') this.recover(slot);
    if (why === 'elsewhere') this.stayAway();
  }

  /** The newest device has the call: leave the other room too, and do not come back unasked. */
  private stayAway(): void {
    this.elsewhere = true;
    void this.hangUp();
  }

  private recover(slot: Slot): void {
    if (this.elsewhere) return;
    this.lost.add(slot);
    this.lines[slot].markLost();
    this.recovering ??= this.comeBack().finally(() => {
      this.recovering = null;
      const [left] = this.lost;
      if (left) this.recover(left);
    });
  }

  private async comeBack(): Promise<void> {
    for (let attempt = 0; this.lost.size > 0; attempt += 1) {
      await this.pause(BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0);
      if (this.lost.size === 0 || this.elsewhere) break;
      const lines = await this.options.renew([...this.sids]).catch(() => undefined);
      if (lines === undefined) continue;
      if (lines === 'elsewhere') this.stayAway();
      else await this.rejoin(lines ?? []);
    }
  }

  private async rejoin(lines: Line[]): Promise<void> {
    const missing = new Set(this.lost);
    await Promise.all(
      lines.map(async (line) => {
        const slot: Slot = line.purpose === 'consult' ? 'consult' : 'customer';
        if (missing.delete(slot)) {
          await this.lines[slot].connect(line).then(
            () => this.lost.delete(slot),
            () => this.lines[slot].markLost(),
          );
        }
      }),
    );
    // The server gives no line for these: there is nothing to come back to.
    for (const slot of missing) {
      this.lost.delete(slot);
      this.lines[slot].giveUp();
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private microphoneChanged(): void {
    this.changed();
    if (this.microphone.ready) this.settle();
  }

  private settle(): void {
    for (const slot of SLOTS) void this.lines[slot].settle();
    this.changed();
  }

  private changed(): void {
    this.view = this.draw();
    for (const listener of this.listeners) listener();
  }

  private draw(): PhoneView {
    const { customer, consult } = this.lines;
    return {
      lines: { customer: customer.view(), consult: consult.view() },
      muted: this.muted,
      camera: this.camera.state,
      microphone: this.microphone.state,
      canPlay: customer.canPlay && consult.canPlay,
      elsewhere: this.elsewhere,
      videos: [...this.ownVideo(), ...customer.videos(), ...consult.videos()],
    };
  }

  private ownVideo(): PhoneView['videos'] {
    if (!this.camera.on) return [];
    return [
      {
        key: 'own',
        slot: 'customer',
        identity: 'self',
        local: true,
        attach: (element) => this.camera.attach(element),
        detach: (element) => this.camera.detach(element),
      },
    ];
  }
}
