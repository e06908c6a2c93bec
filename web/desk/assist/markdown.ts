export interface Block {
  kind: 'heading' | 'paragraph' | 'list';
  lines: string[];
}

const HEADING = /^ {0,3}#{1,6}\s+(.*?)[\s#]*$/;
const ITEM = /^\s*(?:[-*+]|\d{1,4}[.)])\s+(.*)$/;
const NOTHING = /^[\s|:=*_-]*$|^ {0,3}(?:```|~~~)/;

/**
 * The headings, paragraphs and lists of an article, as text. HTML in it stays the text that it is,
 * and a link is its words and where it leads, to be read and not to be clicked.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let gathering = false;
  for (const line of markdown.replace(/^---\n[^]*?\n---\n/, '').split('\n')) {
    const last = blocks.at(-1);
    const heading = HEADING.exec(line)?.[1];
    const item = ITEM.exec(line)?.[1];
    const text = plain(heading ?? item ?? line);
    const goesOn = gathering && last;
    gathering = heading === undefined && !NOTHING.test(line);
    if (!text || (heading === undefined && NOTHING.test(line))) continue;
    if (heading !== undefined) blocks.push({ kind: 'heading', lines: [text] });
    else if (item !== undefined && last?.kind === 'list') last.lines.push(text);
    else if (item !== undefined) blocks.push({ kind: 'list', lines: [text] });
    else if (goesOn) last.lines.push(`${last.lines.pop() ?? ''} ${text}`);
    else blocks.push({ kind: 'paragraph', lines: [text] });
  }
  return blocks;
}

function plain(line: string): string {
  return line
    .replace(/!?\[([^[\]]{0,300})\]\(([^()\s]{0,2000})[^()]{0,200}\)/g, '$1 ($2)')
    .replace(/[*`~]+|(?<!\w)_+|_+(?!\w)|^\s*>+\s?/g, '')
    .replaceAll('|', ' ')
    .trim();
}
