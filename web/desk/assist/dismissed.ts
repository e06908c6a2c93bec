import { useState } from 'react';
import type { SuggestionView } from '../../api/types';

/**
 * What the person does not want to be told again on a call, for as long as this tab lives. Marks
 * stand for the texts, which are made of what the customer said and are not kept in the browser.
 */
export function useDismissed(callId: string) {
  const key = `segue.dismissed.${callId}`;
  const [marks, setMarks] = useState(() => stored(key));
  return {
    isDismissed: ({ text }: SuggestionView) => marks.includes(markOf(text)),
    dismiss: ({ text }: SuggestionView) => {
      const all = [...marks, markOf(text)];
      sessionStorage.setItem(key, all.join(' '));
      setMarks(all);
    },
  };
}

function stored(key: string): string[] {
  return sessionStorage.getItem(key)?.split(' ') ?? [];
}

/** The same for the same words, whatever stands between them. */
function markOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  let mark = 5381;
  for (const letter of words.join(' ')) mark = (mark * 33 + letter.charCodeAt(0)) % 2 ** 45;
  return mark.toString(36);
}
