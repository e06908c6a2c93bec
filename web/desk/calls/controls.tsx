import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallView } from '../../api/types';
import { api } from '../api';
import type { Desk } from '../live/apply';
import { useCommand } from '../live/command';
import { phone, usePhone } from '../phone/phone';
import { Dialog } from '../shell/dialog';
import { Camera, HangUp, Microphone, MicrophoneOff, Pause, Play, Transfer } from '../shell/icons';
import { TransferDialog } from '../transfers/dialog';
import { hangUp } from './hang-up';

/** Mute, hold, camera, transfer and end: what the person may do with the call in hand. */
export function Controls({ me, call }: { me: Desk; call: CallView }) {
  const { muted, camera } = usePhone();
  const [transferring, setTransferring] = useState(false);
  const may = (move: string) => call.allowed_moves.includes(move);
  const hold = useCommand('The call was not put on hold', () => api.hold(call.id));
  const resume = useCommand('The call was not resumed', () => api.resume(call.id));
  useMuteKey(muted);
  if (me.hungUp === call.id) {
    return (
      <Text role="status">
        Hanging up… You are off the line; the call ends as soon as the server answers.
      </Text>
    );
  }
  return (
    <>
      <Group gap="xs" role="group" aria-label="Call">
        <Button
          variant={muted ? 'filled' : 'light'}
          color={muted ? '#b53a08' : undefined}
          aria-pressed={muted}
          aria-keyshortcuts="Alt+M"
          title="Alt + M"
          leftSection={muted ? <MicrophoneOff /> : <Microphone />}
          onClick={() => phone.setMuted(!muted)}
        >
          {muted ? 'Unmute' : 'Mute'}
        </Button>
        {may('resume') ? (
          <Button leftSection={<Play />} loading={resume.pending} onClick={() => void resume.run()}>
            Resume
          </Button>
        ) : (
          <Button
            variant="light"
            leftSection={<Pause />}
            disabled={!may('hold')}
            loading={hold.pending}
            onClick={() => void hold.run()}
          >
            Hold
          </Button>
        )}
        <Button
          variant={camera === 'on' ? 'filled' : 'light'}
          aria-pressed={camera === 'on'}
          leftSection={<Camera />}
          onClick={() => void phone.setCamera(camera !== 'on')}
        >
          Camera
        </Button>
        <Button
          leftSection={<Transfer />}
          disabled={!may('transfer')}
          onClick={() => setTransferring(true)}
        >
          Transfer
        </Button>
        {may('end') && <End call={call} />}
      </Group>
      {transferring && (
        <TransferDialog me={me} call={call} onClose={() => setTransferring(false)} />
      )}
    </>
  );
}

function End({ call }: { call: CallView }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="light"
        color="red"
        ml="auto"
        leftSection={<HangUp />}
        onClick={() => setAsking(true)}
      >
        End
      </Button>
      {asking && (
        <Dialog onClose={() => setAsking(false)} title="End the call?">
          <Text className="soft">{call.customer.name} leaves the line too.</Text>
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={() => setAsking(false)}>
              Stay
            </Button>
            <Button
              color="red"
              onClick={() => {
                setAsking(false);
                void hangUp(call.id);
              }}
            >
              End the call
            </Button>
          </Group>
        </Dialog>
      )}
    </>
  );
}

function useMuteKey(muted: boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyM') return;
      event.preventDefault();
      phone.setMuted(!muted);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [muted]);
}
