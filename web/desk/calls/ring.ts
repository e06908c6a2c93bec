import { useEffect } from 'react';

const EVERY_MS = 2600;

/** A soft two-tone chime, the page's title and, when hidden, a notification, while it rings. */
export function useRing(title: string | null): void {
  useEffect(() => {
    if (title === null) return;
    const before = document.title;
    document.title = `● ${title}`;
    const context = new AudioContext();
    chime(context);
    const timer = setInterval(() => chime(context), EVERY_MS);
    const note = notify(title);
    return () => {
      document.title = before;
      clearInterval(timer);
      note?.close();
      void context.close();
    };
  }, [title]);
}

function chime(context: AudioContext): void {
  [659.25, 880].forEach((frequency, index) => {
    const at = context.currentTime + index * 0.16;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(0.12, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.7);
    const tone = new OscillatorNode(context, { frequency, type: 'sine' });
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.75);
  });
}

function notify(title: string): Notification | null {
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return null;
  if (!document.hidden) return null;
  let note: Notification;
  try {
    note = new Notification(title, { tag: 'segue-offer' });
  } catch {
    return null; // Chrome on Android has the name, but allows it to service workers only.
  }
  note.onclick = () => {
    window.focus();
    note.close();
  };
  return note;
}
