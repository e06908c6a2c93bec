import { Button } from '@mantine/core';
import type { TransferView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { Speaker, Stop } from '../shell/icons';

const SAYS: Record<NonNullable<TransferView['reading']>, string> = {
  asked: 'The companion is about to read the briefing to both of you.',
  speaking: 'The briefing is being read aloud to both of you. The customer hears the music.',
  spoken: 'The briefing has been read aloud.',
  failed: 'The briefing could not be read aloud. It stays on both screens.',
};

const goesOn = ({ reading }: TransferView) => reading === 'asked' || reading === 'speaking';

/** Has the companion read the briefing aloud in the private talk, or stops it. */
export function ReadAloud({ transfer, voice }: { transfer: TransferView; voice: boolean }) {
  const reads = goesOn(transfer);
  const read = useCommand('The briefing was not read aloud', () =>
    api.readBriefing(transfer.id, !reads),
  );
  if (!transfer.allowed_moves.includes('read_briefing') || !(voice || reads)) return null;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      loading={read.pending}
      leftSection={reads ? <Stop size={14} /> : <Speaker size={14} />}
      onClick={() => void read.run()}
    >
      {reads ? 'Stop reading' : transfer.reading ? 'Read again' : 'Read aloud'}
    </Button>
  );
}

/** How far the reading is, for both of them. */
export function ReadingSays({ transfer }: { transfer: TransferView }) {
  return (
    <p className="soft" role="status" aria-live="polite">
      {transfer.reading && SAYS[transfer.reading]}
    </p>
  );
}
