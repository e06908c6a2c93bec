import { useEffect, useRef } from 'react';
import type { VideoView } from '../../phone/types';
import { usePhone } from './phone';
import classes from './phone.module.css';

/** Every camera that this desk sees, its own too. */
export function Videos() {
  const { videos } = usePhone();
  if (videos.length === 0) return null;
  return (
    <div className={classes.videos}>
      {videos.map((video) => (
        <Video key={video.key} video={video} />
      ))}
    </div>
  );
}

function Video({ video }: { video: VideoView }) {
  const element = useRef<HTMLVideoElement>(null);
  const latest = useRef(video);
  useEffect(() => {
    const target = element.current;
    const shown = latest.current;
    if (!target) return;
    shown.attach(target);
    return () => shown.detach(target);
  }, []);
  return (
    <video
      ref={element}
      className={video.local ? classes.own : undefined}
      aria-label={video.local ? 'Your camera' : 'Camera of the other side'}
      muted
      playsInline
    />
  );
}
