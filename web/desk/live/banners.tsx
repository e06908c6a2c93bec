import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { phone, usePhone } from '../phone/phone';
import type { MediaView } from '../../api/types';
import classes from './banners.module.css';
import { clockTime } from './clock';
import { useCommand } from './command';
import { feed } from './feed';
import { KEYS } from './store';

/** What is degraded just now, what still works, and what to do. Nothing when all is well. */
export function Banners() {
  return (
    <div role="status" aria-live="polite">
      <MediaBanner />
      <CompanionBanner />
      <StreamBanner />
      <PhoneBanner />
    </div>
  );
}

function MediaBanner() {
  const { data: media } = useQuery<MediaView | null>({
    queryKey: KEYS.media,
    queryFn: () => null,
    enabled: false,
  });
  if (!media || media.reachable) return null;
  const since = media.since ? ` since ${clockTime(media.since)}` : '';
  return (
    <p className={classes.banner}>
      <strong>Voice server unreachable{since}.</strong> Calls reconnect by themselves; history and
      pages go on.
    </p>
  );
}

/** Goes away by itself. */
function CompanionBanner() {
  const { data: sentence } = useQuery<string | null>({
    queryKey: KEYS.degraded,
    queryFn: () => null,
    enabled: false,
  });
  return sentence ? <p className={classes.banner}>{sentence}</p> : null;
}

function StreamBanner() {
  const state = useSyncExternalStore(feed.stream.subscribe, feed.stream.getState);
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (state !== 'lost') return;
    const timer = setTimeout(() => setLate(true), 1500);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [state]);
  if (state !== 'lost' || !late) return null;
  return (
    <p className={classes.banner}>
      <strong>Live updates are interrupted.</strong> Your conversation goes on; this page catches up
      as soon as the server answers.
    </p>
  );
}

function PhoneBanner() {
  const { elsewhere, canPlay, microphone } = usePhone();
  const takeOver = useCommand('This device could not take over', () => phone.takeOver());
  const soundOn = useCommand('The sound could not be turned on', () => phone.startAudio());
  if (elsewhere) {
    return (
      <p className={classes.banner}>
        <strong>Continued elsewhere.</strong> Your call goes on in another tab or device.
        <Button size="compact-sm" loading={takeOver.pending} onClick={() => void takeOver.run()}>
          Use this device
        </Button>
      </p>
    );
  }
  if (!canPlay) {
    return (
      <p className={classes.banner}>
        <strong>Your browser keeps the sound off.</strong>
        <Button size="compact-sm" onClick={() => void soundOn.run()}>
          Turn the sound on
        </Button>
      </p>
    );
  }
  if (microphone === 'denied' || microphone === 'missing' || microphone === 'failed') {
    return (
      <p className={classes.banner}>
        <strong>{MICROPHONE[microphone]}</strong>
        <Button size="compact-sm" onClick={() => void phone.microphone.open()}>
          Try again
        </Button>
      </p>
    );
  }
  return null;
}

const MICROPHONE = {
  denied: 'The microphone is blocked. Allow it beside the page’s address.',
  missing: 'No microphone found. Plug in a headset.',
  failed: 'The microphone does not answer. Another program may be using it.',
};
