import { Badge, Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { BriefingFields, BriefingView, TransferView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { Pencil } from '../shell/icons';
import classes from './transfers.module.css';

const FIELDS: [keyof BriefingFields, string][] = [
  ['reason', 'Why they call'],
  ['mood', 'Mood'],
  ['facts', 'Facts'],
  ['tried', 'Already tried'],
  ['promises', 'Promised'],
  ['open_questions', 'Open questions'],
  ['next_step', 'Next step'],
];

/** The briefing to read; nothing when there is none. */
export function Briefing({ briefing }: { briefing: BriefingView }) {
  const known = FIELDS.filter(([field]) => briefing.fields[field].length > 0);
  // An agent's own words win; otherwise the fields say the same as the text, in order.
  const inWords = briefing.edited || known.length === 0;
  return (
    <div className={classes.briefing}>
      {briefing.text && inWords && <p className={classes.text}>{briefing.text}</p>}
      {!inWords && (
        <dl className={classes.fields}>
          {known.map(([field, label]) => (
            <div key={field}>
              <dt>{label}</dt>
              {briefing.fields[field].map(({ text }) => (
                <dd key={text}>{text}</dd>
              ))}
            </div>
          ))}
        </dl>
      )}
      {!briefing.text && known.length === 0 && <p className="soft">Nothing was said yet.</p>}
    </div>
  );
}

/** The briefing of a transfer, which `from` can put into their own words. */
export function BriefingCard({ transfer }: { transfer: TransferView }) {
  const [editing, setEditing] = useState(false);
  const { briefing } = transfer;
  if (!briefing) return null;
  const mayEdit = transfer.allowed_moves.includes('edit_briefing');
  return (
    <section className="card" aria-labelledby="briefing-title">
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <h2 id="briefing-title" className="section-title">
            Briefing for {transfer.to?.name ?? 'the next agent'}
          </h2>
          {briefing.edited && <Badge size="sm">edited</Badge>}
        </Group>
        {mayEdit && !editing && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Pencil size={14} />}
            onClick={() => setEditing(true)}
          >
            Edit
          </Button>
        )}
      </Group>
      {editing && mayEdit ? (
        <Editor transfer={transfer} text={briefing.text} onDone={() => setEditing(false)} />
      ) : (
        <Briefing briefing={briefing} />
      )}
    </section>
  );
}

function Editor(props: { transfer: TransferView; text: string; onDone: () => void }) {
  const [text, setText] = useState(props.text);
  const save = useCommand('The briefing was not changed', () =>
    api.editBriefing(props.transfer.id, text),
  );
  return (
    <Stack gap="xs">
      <Textarea
        aria-label="Briefing"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={4000}
      />
      <Group gap="xs">
        <Button
          size="sm"
          loading={save.pending}
          onClick={() => void save.run().then((done) => done && props.onDone())}
        >
          Save
        </Button>
        <Button size="sm" variant="default" onClick={props.onDone}>
          Keep as it was
        </Button>
      </Group>
    </Stack>
  );
}
