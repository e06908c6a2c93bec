import { ActionIcon, Button, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Gauge } from '../../phone/sound';
import { useCommand } from '../live/command';
import { Dropdown } from '../shell/dropdown';
import { Settings } from '../shell/icons';
import { phone, usePhone } from './phone';
import classes from './phone.module.css';

/** Which microphone and loudspeaker, a level meter, and whether the desk may notify. */
export function DeviceMenu() {
  return (
    <Dropdown
      button={(props) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Sound and notifications"
          {...props}
        >
          <Settings />
        </ActionIcon>
      )}
    >
      {() => <Devices />}
    </Dropdown>
  );
}

function Devices() {
  const { microphone } = usePhone();
  const devices = useDevices(microphone);
  const [speaker, setSpeaker] = useState('');
  const choose = useCommand('The device could not be used', async (kind: string, id: string) => {
    if (kind === 'audioinput') await phone.chooseMicrophone(id);
    else await phone.chooseSpeaker(id);
  });
  const list = (kind: string) =>
    devices
      .filter((device) => device.kind === kind && device.deviceId)
      .map(({ deviceId, label }) => ({ value: deviceId, label: label || 'Unnamed device' }));
  const choices = (kind: string) => [{ value: '', label: 'The system’s choice' }, ...list(kind)];
  return (
    <Stack gap="sm" p="xs">
      <NativeSelect
        label="Microphone"
        data={choices('audioinput')}
        value={phone.microphone.deviceId ?? ''}
        onChange={(event) => void choose.run('audioinput', event.currentTarget.value)}
      />
      <Level />
      {list('audiooutput').length > 0 && (
        <NativeSelect
          label="Loudspeaker"
          data={choices('audiooutput')}
          value={speaker}
          onChange={(event) => {
            setSpeaker(event.currentTarget.value);
            void choose.run('audiooutput', event.currentTarget.value);
          }}
        />
      )}
      {microphone !== 'ready' && (
        <Button variant="light" onClick={() => void phone.microphone.open()}>
          Try the microphone
        </Button>
      )}
      <Notify />
    </Stack>
  );
}

function useDevices(changed: unknown): MediaDeviceInfo[] {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    if (!media) return;
    const look = () => void media.enumerateDevices().then(setDevices, () => setDevices([]));
    look();
    media.addEventListener('devicechange', look);
    return () => media.removeEventListener('devicechange', look);
  }, [changed]);
  return devices;
}

function Level() {
  const meter = useRef<HTMLMeterElement>(null);
  const { microphone } = usePhone();
  useEffect(() => {
    const { track } = phone.microphone;
    if (!track) return;
    const context = new AudioContext();
    const gauge = new Gauge(context, track);
    const timer = setInterval(() => {
      if (meter.current) meter.current.value = gauge.level();
    }, 60);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [microphone]);
  return (
    <meter
      ref={meter}
      className={classes.meter}
      min={0}
      max={1}
      value={0}
      aria-label="Microphone level"
    />
  );
}

function Notify() {
  const supported = typeof Notification !== 'undefined';
  const [permission, setPermission] = useState(supported ? Notification.permission : 'denied');
  if (permission === 'granted') {
    return (
      <Text size="sm" className="soft">
        You are notified of calls when this page is hidden.
      </Text>
    );
  }
  if (permission === 'denied') return null;
  return (
    <Button
      variant="light"
      onClick={() => void Notification.requestPermission().then(setPermission)}
    >
      Notify me of calls
    </Button>
  );
}
