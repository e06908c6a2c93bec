import { useEffect, useState } from 'react';

/** What the server's clock shows beyond this computer's, in milliseconds. */
let offset = 0;

/** Learns the server's time from an answer or event that has just arrived. */
export function learnTime(serverNow: string | undefined): void {
  const server = serverNow ? Date.parse(serverNow) : Number.NaN;
  if (!Number.isNaN(server)) offset = server - Date.now();
}

/** The server's time now, in milliseconds since the epoch. */
export function serverTime(): number {
  return Date.now() + offset;
}

/** The server's time, drawn again every `interval` milliseconds. */
export function useNow(interval = 1000): number {
  const [now, setNow] = useState(serverTime);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverTime()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}

/** `4:05` or `1:04:05`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The time of day. */
export function timeOfDay(at: string): string {
  return TIME.format(new Date(at));
}

/** The time of day, with the date when it is another day. */
export function clockTime(at: string): string {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  return (today ? TIME : DAY_TIME).format(date);
}
