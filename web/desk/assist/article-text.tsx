import classes from './article.module.css';
import { type Block, blocksOf } from './markdown';

/** An article as headings, paragraphs and lists of text, under a title that is shown already. */
export default function ArticleText({ title, text }: { title: string; text: string }) {
  const blocks = blocksOf(text);
  const [first] = blocks;
  const titled = first?.kind === 'heading' && first.lines[0] === title;
  return (
    <div className={classes.article}>
      {blocks.slice(titled ? 1 : 0).map((block, place) => (
        <Part key={place} {...block} />
      ))}
    </div>
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
