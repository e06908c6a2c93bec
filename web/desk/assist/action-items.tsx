import { Alert, Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ActionItem, CallInsights, ItemEdit } from '../../api/types';
import { useCommand } from '../live/command';
import { queries } from '../live/store';
import classes from './assist.module.css';
import { Evidence } from './evidence';
import { editItem } from './insights-api';

const OWNER = { customer: 'The customer', agent: 'The agent', company: 'The company' };
const OWNERS = Object.entries(OWNER).map(([value, label]) => ({ value, label }));

/** What is left to be done after a call: to be ticked off, and put into one's own words. */
export function ActionItems({ callId, items }: { callId: string; items: ActionItem[] }) {
  if (items.length === 0) return <p className="soft">Nothing was left to be done.</p>;
  return (
    <ul className={classes.tasks}>
      {items.map((item) => (
        <li key={item.id}>
          <Item callId={callId} item={item} />
        </li>
      ))}
    </ul>
  );
}

function Item({ callId, item }: { callId: string; item: ActionItem }) {
  const [editing, setEditing] = useState(false);
  // Until the server has answered; the list itself is drawn a moment after a click.
  const [ticked, setTicked] = useState<boolean | null>(null);
  const tick = useCommand('The item was not changed', async (done: boolean) => {
    setTicked(done);
    await changeItem(callId, item, { done }).finally(() => setTicked(null));
  });
  const { owner, text, due, evidence } = item;
  const done = ticked ?? item.done;
  if (editing) return <ItemForm callId={callId} item={item} onClose={() => setEditing(false)} />;
  return (
    <div className={classes.task} data-done={done}>
      <Checkbox
        size="sm"
        aria-label={`Done: ${text}`}
        checked={done}
        onChange={(event) => void tick.run(event.currentTarget.checked)}
      />
      <div className={classes.taskText}>
        <span>
          <Evidence callId={callId} ids={evidence}>
            {text}
          </Evidence>
        </span>
        <small className="soft">
          {OWNER[owner]}
          {due && ` · ${due}`}
        </small>
      </div>
      <Button size="compact-sm" variant="subtle" onClick={() => setEditing(true)}>
        Edit<span className="visually-hidden">: {text}</span>
      </Button>
    </div>
  );
}

interface FormProps {
  callId: string;
  item: ActionItem;
  onClose: () => void;
}

function ItemForm({ callId, item, onClose }: FormProps) {
  const save = useCommand(null, async (edit: ItemEdit) => {
    await changeItem(callId, item, edit);
    onClose();
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const said = (name: string) => String(form.get(name)).trim();
    const owner = said('owner') as ActionItem['owner'];
    void save.run({ text: said('text'), owner, due: said('due') || null });
  };
  return (
    <form onSubmit={submit} className={classes.taskForm} aria-label="Edit the item">
      <Stack gap="xs">
        <TextInput
          name="text"
          label="What is to be done"
          defaultValue={item.text}
          required
          maxLength={500}
        />
        <Group gap="xs" grow>
          <NativeSelect name="owner" label="By whom" data={OWNERS} defaultValue={item.owner} />
          <TextInput
            name="due"
            label="Until when"
            placeholder="Not said"
            defaultValue={item.due ?? ''}
            maxLength={100}
          />
        </Group>
        {save.error && (
          <Alert color="red" role="alert">
            It was not saved. {save.error}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" size="compact-sm" loading={save.pending}>
            Save
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Shown at once, and taken back when the server does not agree. */
async function changeItem(callId: string, item: ActionItem, edit: ItemEdit): Promise<void> {
  const key = ['insights', callId];
  await queries.cancelQueries({ queryKey: key });
  put(key, { ...item, ...withoutNothing(edit) });
  try {
    const { action_item } = await editItem(callId, item.id, edit);
    put(key, action_item);
  } catch (failure) {
    put(key, item);
    throw failure;
  }
}

function put(key: string[], item: ActionItem): void {
  queries.setQueryData<CallInsights>(key, (known) => {
    if (!known) return known;
    const action_items = known.action_items.map((one) => (one.id === item.id ? item : one));
    return { ...known, action_items };
  });
}

/** An edit's fields that change something; a due date may well become null. */
function withoutNothing({ owner, text, due, done }: ItemEdit): Partial<ActionItem> {
  return {
    ...(owner && { owner }),
    ...(text && { text }),
    ...(due !== undefined && { due }),
    ...(done != null && { done }),
  };
}
