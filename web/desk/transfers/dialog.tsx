import {
  ActionIcon,
  Alert,
  Badge,
  Button,
  Checkbox,
  Group,
  SegmentedControl,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { AgentView, CallView, MeView, Target } from '../../api/types';
import { api } from '../api';
import { STATUS, StatusDot } from '../calls/status-switch';
import { useCommand } from '../live/command';
import { KEYS } from '../live/store';
import { Avatar } from '../shell/avatar';
import { Dialog } from '../shell/dialog';
import { Close, Phone, Plus, Search, Up } from '../shell/icons';
import { makerOf } from './briefing';
import classes from './transfers.module.css';

interface DialogProps {
  me: MeView;
  call: CallView;
  onClose: () => void;
}

/** To whom, how, and with which words. Whether it can be done is the server's to say. */
export function TransferDialog({ me, call, onClose }: DialogProps) {
  const { data } = useQuery({ queryKey: KEYS.agents, queryFn: api.agents, staleTime: 0 });
  const { data: prepared } = useQuery({
    queryKey: ['briefing', call.id],
    queryFn: () => api.briefing(call.id),
    staleTime: 0,
    retry: false,
  });
  const [targets, setTargets] = useState<Target[]>([]);
  const [adding, setAdding] = useState(false);
  const [mode, setMode] = useState<'warm' | 'blind'>('warm');
  const [note, setNote] = useState('');
  const [edited, setEdited] = useState<string | null>(null);
  const [autoComplete, setAutoComplete] = useState(false);
  const initiate = useCommand(null, () =>
    api.initiate({
      call_id: call.id,
      to: targets,
      mode,
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(edited !== null ? { briefing: edited } : {}),
      auto_complete: autoComplete && mode === 'warm',
      explanation: 'spoken',
    }),
  );
  const agents = (data?.agents ?? []).filter(({ id }) => id !== me.agent?.id);
  return (
    <Dialog wide onClose={onClose} title={`Transfer ${call.customer.name}`}>
      <Stack>
        <Chosen targets={targets} agents={agents} onChange={setTargets} />
        {targets.length === 0 || adding ? (
          <Roster
            agents={agents}
            targets={targets}
            phones={me.phones}
            onToggle={(target) => {
              setTargets(toggle(targets, target));
              setAdding(false);
            }}
          />
        ) : (
          <AddAnother onClick={() => setAdding(true)} />
        )}
        <SegmentedControl
          aria-label="How"
          classNames={{ label: classes.mode }}
          value={mode}
          onChange={(value) => setMode(value === 'blind' ? 'blind' : 'warm')}
          data={[
            { value: 'warm', label: 'Warm: talk first' },
            { value: 'blind', label: 'Blind: hand over at once' },
          ]}
        />
        <Textarea
          label="Note"
          description="Only the next agent reads it"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          maxLength={500}
          autosize
        />
        <Textarea
          label="Briefing"
          description={
            <>
              What they read before they accept. Change whatever you like.
              {prepared && <br />}
              {prepared && makerOf({ ...prepared.briefing, edited: edited !== null })}
            </>
          }
          value={edited ?? prepared?.briefing.text ?? ''}
          onChange={(event) => setEdited(event.currentTarget.value)}
          placeholder={prepared ? '' : 'Made from what was said so far'}
          maxLength={4000}
          autosize
          minRows={3}
          maxRows={10}
        />
        {mode === 'warm' && (
          <Checkbox
            label="Complete by itself as soon as they answer"
            checked={autoComplete}
            onChange={(event) => setAutoComplete(event.currentTarget.checked)}
          />
        )}
        {initiate.error && (
          <Alert color="red" role="alert">
            {initiate.error}
          </Alert>
        )}
        <Group justify="flex-end" className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button
            disabled={targets.length === 0}
            loading={initiate.pending}
            onClick={() => void initiate.run().then((done) => done && onClose())}
          >
            {mode === 'warm' ? 'Start the transfer' : 'Hand over'}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const keyOf = ({ agent, skill, phone, sip_uri }: Target) =>
  [agent, skill, phone, sip_uri].map((one) => one ?? '').join(' ');
const same = (one: Target, other: Target) => keyOf(one) === keyOf(other);

function toggle(targets: Target[], target: Target): Target[] {
  const others = targets.filter((known) => !same(known, target));
  return others.length < targets.length ? others : [...targets, target];
}

interface ChosenProps {
  targets: Target[];
  agents: AgentView[];
  onChange: (targets: Target[]) => void;
}

/** The targets in the order they are tried. */
function Chosen({ targets, agents, onChange }: ChosenProps) {
  if (targets.length === 0) return null;
  const nameOf = ({ agent, skill, phone, sip_uri }: Target) =>
    skill
      ? `Anybody with ${skill}`
      : (phone ?? sip_uri ?? agents.find(({ id }) => id === agent)?.name ?? '');
  const earlier = (index: number) => {
    const moved = [...targets];
    moved.splice(index - 1, 0, ...moved.splice(index, 1));
    onChange(moved);
  };
  return (
    <ol className={classes.targets} aria-label="In this order">
      {targets.map((target, index) => (
        <li key={keyOf(target)}>
          <Badge variant="filled" circle>
            {index + 1}
          </Badge>
          <span>{nameOf(target)}</span>
          {index > 0 && (
            <ActionIcon
              variant="subtle"
              aria-label={`Try ${nameOf(target)} earlier`}
              onClick={() => earlier(index)}
            >
              <Up size={16} />
            </ActionIcon>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${nameOf(target)}`}
            onClick={() => onChange(targets.filter((other) => other !== target))}
          >
            <Close size={16} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  );
}

/** In the place of the roster, so that what the next agent reads comes into view. */
function AddAnother({ onClick }: { onClick: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  // What was clicked is gone; the keyboard goes on from here.
  useEffect(() => button.current?.focus(), []);
  return (
    <Group>
      <Button
        ref={button}
        variant="subtle"
        size="compact-sm"
        leftSection={<Plus size={14} />}
        onClick={onClick}
      >
        Add another, in case nobody answers
      </Button>
    </Group>
  );
}

/** A number as people write it, or a SIP address; whether it may be called the server says. */
const PHONE = /^\+?[\d\s().-]{3,}$/;

function phoneOf(text: string): Target | null {
  const words = text.trim();
  if (words.toLowerCase().startsWith('sip:')) return { sip_uri: words };
  return PHONE.test(words) ? { phone: words } : null;
}

interface RosterProps {
  phones: boolean;
  agents: AgentView[];
  targets: Target[];
  onToggle: (target: Target) => void;
}

function Roster({ phones, agents, targets, onToggle }: RosterProps) {
  const [search, setSearch] = useState('');
  const phone = phones ? phoneOf(search) : null;
  const find = phones ? 'Find an agent or a skill, or write a number' : 'Find an agent or a skill';
  const words = search.trim().toLowerCase();
  const found = agents
    .filter(({ name, handle, skills }) =>
      [name, handle, ...skills].some((text) => text.toLowerCase().includes(words)),
    )
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
  const skills = [...new Set(agents.flatMap((agent) => agent.skills))]
    .filter((skill) => skill.includes(words))
    .sort();
  const chosen = (target: Target) => targets.some((known) => same(known, target));
  return (
    <Stack gap="xs">
      <TextInput
        aria-label={find}
        placeholder={find}
        leftSection={<Search size={16} />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {phone && (
        <Button
          variant="light"
          justify="flex-start"
          leftSection={<Phone size={16} />}
          onClick={() => onToggle(phone)}
        >
          Call {phone.phone ?? phone.sip_uri}
        </Button>
      )}
      {skills.length > 0 && (
        <Group gap={6} role="group" aria-label="Skills">
          {skills.map((skill) => (
            <Button
              key={skill}
              size="compact-sm"
              radius="xl"
              variant={chosen({ skill }) ? 'filled' : 'light'}
              aria-pressed={chosen({ skill })}
              onClick={() => onToggle({ skill })}
            >
              {skill}
            </Button>
          ))}
        </Group>
      )}
      <ul className={classes.roster} aria-label="Agents">
        {found.map((agent) => (
          <li key={agent.id}>
            <button
              type="button"
              aria-pressed={chosen({ agent: agent.id })}
              onClick={() => onToggle({ agent: agent.id })}
            >
              <Avatar name={agent.name} size={34} />
              <span>
                <strong>{agent.name}</strong>
                <small>{agent.skills.join(', ') || 'no skills yet'}</small>
              </span>
              <StatusDot status={agent.status} />
              <small>{agent.configured ? STATUS[agent.status] : 'Not configured'}</small>
            </button>
          </li>
        ))}
        {found.length === 0 && !phone && <li className="soft">Nobody of that name or skill.</li>}
      </ul>
    </Stack>
  );
}

function rank({ status, configured }: AgentView): number {
  const order = ['available', 'wrap_up', 'busy', 'away', 'offline'];
  return order.indexOf(status) + (configured ? 0 : 10);
}
