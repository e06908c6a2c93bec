/** What somebody is called in a sentence: "Sam, supervisor" is Sam. */
export function firstName(name: string): string {
  return name.trim().split(/[\s,]+/)[0] || name;
}

/** Of the name alone: what follows a comma says what somebody is. */
export function initials(name: string): string {
  const words = (name.split(',')[0] ?? '').trim().split(/\s+/);
  return (words.length > 1 ? [words[0], words.at(-1)] : words)
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
