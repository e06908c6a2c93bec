import type { BriefingFields } from '../../api/types';

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

/** A part of a line, with the transcript's lines that it rests on as far as they are known. */
export interface Piece {
  text: string;
  evidence: readonly string[];
}

/** Finds the statements in the parts of a line; what an agent has written rests on nothing. */
export function piecesOf(parts: string[], fields: BriefingFields): Piece[] {
  const statements = Object.values(fields).flat();
  const told = new Map(statements.map(({ text, evidence = [] }) => [plain(text), evidence]));
  const pieces: Piece[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    // A statement with semicolons of its own is several parts.
    const ends = parts.map((_, index) => index + 1).filter((end) => end > at);
    const textTo = (end: number) => parts.slice(at, end).join('; ');
    const end = ends.findLast((one) => told.has(plain(textTo(one)))) ?? at + 1;
    pieces.push({ text: textTo(end), evidence: told.get(plain(textTo(end))) ?? [] });
    at = end - 1;
  }
  return pieces;
}

/** The same words, however they are spaced. */
export function sameWords(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}
