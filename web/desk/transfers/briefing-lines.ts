export interface BriefingLine {
  /** What the line is about, as it was written: in the language of the call. */
  heading: string | null;
  parts: string[];
}

/** One to three words, a colon and a space: "Next step: …", not "10:30" and no whole sentence. */
const HEADED = /^(\p{L}[^\s:]*(?: [^\s:]+){0,2}) ?: (.+)$/u;

/** A briefing's text, line by line, for reading at a glance. */
export function linesOf(text: string): BriefingLine[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, heading, rest] = HEADED.exec(line) ?? [];
      if (!heading || !rest) return { heading: null, parts: [line] };
      return { heading, parts: rest.split('; ') };
    });
}

/** The same words, however they are spaced. */
export function sameWords(one: string, other: string): boolean {
  const plain = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');
  return plain(one) === plain(other);
}
