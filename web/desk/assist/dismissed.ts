import { useState } from 'react';
import type { SuggestionView } from '../../api/types';

/**
 * What the person does not want to be told again on a call, for as long as this tab lives. Ids stand
 * for the texts, which are made of what the customer said and are not kept in the browser.
 */
export function useDismissed(callId: string) {
  const key = `segue.dismissed.${callId}`;
  const [ids, setIds] = useState(() => sessionStorage.getItem(key)?.split(' ') ?? []);
  return {
    isDismissed: ({ id }: SuggestionView) => ids.includes(id),
    dismiss: ({ id }: SuggestionView) => {
      const all = [...ids, id];
      sessionStorage.setItem(key, all.join(' '));
      setIds(all);
    },
  };
}
