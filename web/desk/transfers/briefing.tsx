import { Badge, Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { BriefingView, TransferView } from '../../api/types';
import { api } from '../api';
import { useCommand } from '../live/command';
import { Pencil } from '../shell/icons';
import { type BriefingLine, linesOf, sameWords } from './briefing-lines';
import classes from './transfers.module.css';

interface BriefingProps {
  briefing: BriefingView;
  /** The note that is shown beside it, and so not here. */
  note?: string | null;
}

/** The briefing to read at a glance, and who made it. */
export function Briefing({ briefing, note }: BriefingProps) {
  const lines = linesOf(briefing.text).filter(
    ({ parts }) => !note || !sameWords(parts.join('; '), note),
  );
  return (
    <div className={classes.briefing}>
      {lines.length === 0 && <p className="soft">Nothing was said yet.</p>}
      {runsOf(lines).map((run, index) =>
        run[0]?.heading ? (
          <Headed key={index} lines={run} />
        ) : (
          run.map(({ parts }, place) => (
            <p key={`${index} ${place}`} className={classes.text}>
              {parts}
            </p>
          ))
        ),
      )}
      {lines.length > 0 && <p className={classes.maker}>{makerOf(briefing)}</p>}
    </div>
  );
}

/** Lines with a heading that follow each other make one list. */
function runsOf(lines: BriefingLine[]): BriefingLine[][] {
  const runs: BriefingLine[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && !last[0]?.heading === !line.heading) last.push(line);
    else runs.push([line]);
  }
  return runs;
}

function Headed({ lines }: { lines: BriefingLine[] }) {
  return (
    <dl className={classes.fields}>
      {lines.map(({ heading, parts }, index) => (
        <div key={index}>
          <dt>{heading}</dt>
          {parts.map((part, place) => (
            <dd key={place}>{part}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** Whose words a briefing is. A program's are never shown without saying so. */
export function makerOf({ source, edited }: Pick<BriefingView, 'source' | 'edited'>): string {
  const builtIn = source === 'built-in';
  const maker = builtIn ? 'the built-in analyser, a heuristic' : source;
  return edited
    ? `Changed by an agent. First made by ${maker}.`
    : `Made by ${maker}: it can be wrong.`;
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
        <Briefing briefing={briefing} note={transfer.note} />
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
        minRows={6}
        maxRows={14}
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
