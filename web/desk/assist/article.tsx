import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api';
import { Dialog } from '../shell/dialog';
import classes from './assist.module.css';
import { type Block, blocksOf } from './markdown';

interface ArticleProps {
  id: string;
  /** Shown until the article has come. */
  title: string;
  onClose: () => void;
}

/** An article of the knowledge folder, to be read beside a call. */
export default function Article({ id, title, onClose }: ArticleProps) {
  const { data, error } = useQuery({ queryKey: ['article', id], queryFn: () => api.article(id) });
  const blocks = data ? blocksOf(data.text) : [];
  const [first] = blocks;
  const titled = first?.kind === 'heading' && first.lines[0] === data?.title;
  return (
    <Dialog title={data?.title ?? title} wide onClose={onClose}>
      {error && !data && <p role="alert">The article cannot be shown. {error.message}</p>}
      {!data && !error && <Loader aria-label="Loading" />}
      <div className={classes.article}>
        {blocks.slice(titled ? 1 : 0).map((block, place) => (
          <Part key={place} {...block} />
        ))}
      </div>
    </Dialog>
  );
}

function Part({ kind, lines }: Block) {
  if (kind === 'heading') return <h3>{lines}</h3>;
  if (kind === 'paragraph') return <p>{lines}</p>;
  return (
    <ul>
      {lines.map((line, place) => (
        <li key={place}>{line}</li>
      ))}
    </ul>
  );
}
