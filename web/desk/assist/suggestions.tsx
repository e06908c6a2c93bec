import { Button, CopyButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
import type { SuggestionView } from '../../api/types';
import { api } from '../api';
import { Article } from './article';
import { useSuggestions } from './asked';
import classes from './assist.module.css';
import { useDismissed } from './dismissed';
import { Evidence } from './evidence';
import { makerName } from './maker';

const AT_MOST = 3;

const KIND: Record<SuggestionView['kind'], string> = {
  reply: 'Reply',
  question: 'Question',
  action: 'Action',
  knowledge: 'Keep in mind',
};

/** What the agent might say, ask or do next on their call. Folded away, nothing is asked. */
export function Suggestions({ callId }: { callId: string }) {
  const [open, setOpen] = useLocalStorage({ key: 'segue.suggestions', defaultValue: true });
  return (
    <section aria-labelledby="suggestions-title">
      <details
        className={`card ${classes.suggestions}`}
        open={open}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary>
          <h2 id="suggestions-title" className="section-title">
            Suggestions
          </h2>
        </summary>
        {open && <Ideas callId={callId} />}
      </details>
    </section>
  );
}

function Ideas({ callId }: { callId: string }) {
  const { answer, failed } = useSuggestions(callId);
  const { isDismissed, dismiss } = useDismissed(callId);
  // Here, so that it stays open while what was suggested gives way to something newer.
  const [read, setRead] = useState<{ id: string; title: string } | null>(null);
  const ideas = answer?.suggestions.filter((one) => !isDismissed(one)).slice(0, AT_MOST) ?? [];
  return (
    <div className={classes.body}>
      {ideas.length > 0 && (
        <ul className={classes.ideas}>
          {ideas.map((idea) => (
            <Idea
              key={idea.id}
              callId={callId}
              idea={idea}
              onRead={setRead}
              onDismiss={() => {
                dismiss(idea);
                api.feedback(callId, idea, 'dismissed');
              }}
            />
          ))}
        </ul>
      )}
      {answer && ideas.length === 0 && !failed && (
        <p className={classes.quiet}>Nothing to suggest just now.</p>
      )}
      {!answer && !failed && (
        <p className={classes.quiet}>They come with what the customer says.</p>
      )}
      {failed && (
        <p className={classes.quiet} role="status">
          No new suggestions just now; the next line asks again.
        </p>
      )}
      {answer && ideas.length > 0 && (
        <p className={classes.maker}>Suggested by {makerName(answer.model)}: it can be wrong.</p>
      )}
      {read && <Article {...read} onClose={() => setRead(null)} />}
    </div>
  );
}

interface IdeaProps {
  callId: string;
  idea: SuggestionView;
  onRead: (article: { id: string; title: string }) => void;
  onDismiss: () => void;
}

function Idea({ callId, idea, onRead, onDismiss }: IdeaProps) {
  const { kind, text, why, evidence, article_id: id } = idea;
  // Of one from an article the first line is its title.
  const [title = '', ...passage] = text.split('\n');
  return (
    <li className={classes.idea} data-kind={kind}>
      <p className={classes.kind}>{id ? 'Article' : KIND[kind]}</p>
      {id && (
        <button type="button" className={classes.statement} onClick={() => onRead({ id, title })}>
          {title}
        </button>
      )}
      <p>{id ? passage.join(' ') : text}</p>
      <p className={classes.why}>{why}</p>
      <Evidence callId={callId} ids={evidence} />
      <div className={classes.deeds}>
        <CopyButton value={text} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => {
                copy();
                api.feedback(callId, idea, 'used');
              }}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDismiss}>
          Dismiss
        </Button>
      </div>
    </li>
  );
}
