import { Badge, Button, Group, Stack, Textarea } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { BriefingView, TransferView } from '../../api/types';
import { api } from '../api';
import { Evidence } from '../assist/evidence';
import { makerName } from '../assist/maker';
import { useCommand } from '../live/command';
import { Pencil } from '../shell/icons';
import { type BriefingLine, linesOf, piecesOf, sameWords } from './briefing-lines';
import { ReadAloud, ReadingSays } from './read-aloud';
import classes from './transfers.module.css';

interface BriefingProps {
  briefing: BriefingView;
  /** The call whose lines it cites. */
  callId?: string;
  /** The note that is shown beside it, and so not here. */
  note?: string | null;
}

/** The briefing to read at a glance, and who made it. */
export function Briefing({ briefing, callId, note }: BriefingProps) {
  const [first] = useState(briefing.source);
  const lines = linesOf(briefing.text).filter(
    ({ parts }) => !note || !sameWords(parts.join('; '), note),
  );
  const cited = (parts: string[]) =>
    piecesOf(parts, briefing.fields).map(({ text, evidence }, place) => (
      <Evidence key={place} callId={callId} ids={evidence}>
        {text}
      </Evidence>
    ));
  return (
    <div className={classes.briefing}>
      {lines.length === 0 && <p className="soft">Nothing was said yet.</p>}
      {runsOf(lines).map((run, index) =>
        run[0]?.heading ? (
          <Headed key={index} lines={run} cited={cited} />
        ) : (
          run.map(({ parts }, place) => (
            <p key={`${index} ${place}`} className={classes.text}>
              {cited(parts)}
            </p>
          ))
        ),
      )}
      {lines.length > 0 && (
        <p className={classes.maker}>{makerOf(briefing, briefing.source !== first)}</p>
      )}
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

interface HeadedProps {
  lines: BriefingLine[];
  cited: (parts: string[]) => ReactElement[];
}

function Headed({ lines, cited }: HeadedProps) {
  return (
    <dl className={classes.fields}>
      {lines.map(({ heading, parts }, index) => (
        <div key={index}>
          <dt>{heading}</dt>
          {cited(parts).map((part) => (
            <dd key={part.key}>{part}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/**
 * Whose words a briefing is. A program's are never shown without saying so, nor that they have
 * taken the place of another's before the reader's eyes.
 */
export function makerOf(
  { source, edited }: Pick<BriefingView, 'source' | 'edited'>,
  rewritten = false,
): string {
  const maker = makerName(source);
  if (edited) return `Changed by an agent. First made by ${maker}.`;
  return `${rewritten ? 'Rewritten just now' : 'Made'} by ${maker}: it can be wrong.`;
}

interface CardProps {
  transfer: TransferView;
  /** Whether somebody is there who could read it aloud. */
  voice?: boolean;
}

/** The briefing of a transfer, which `from` can put into their own words or have read aloud. */
export function BriefingCard({ transfer, voice = false }: CardProps) {
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
        <Group gap={4}>
          <ReadAloud transfer={transfer} voice={voice} />
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
      </Group>
      <ReadingSays transfer={transfer} />
      {editing && mayEdit ? (
        <Editor transfer={transfer} text={briefing.text} onDone={() => setEditing(false)} />
      ) : (
        <Briefing briefing={briefing} callId={transfer.call_id} note={transfer.note} />
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
