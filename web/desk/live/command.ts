import { useRef, useState } from 'react';
import { Problem } from '../../api/problem';
import type { CallView, Line, TransferView } from '../../api/types';
import { phone } from '../phone/phone';
import { tell } from '../shell/toasts';
import { feed } from './feed';
import { takeCall, takeTransfer } from './store';

interface Brings {
  call?: CallView;
  transfer?: TransferView | null;
  connect?: Line[];
}

/** Takes in all that an answer brings, and joins its lines. */
export function takeAnswer(answer: Brings | undefined): void {
  // The transfer first: an offer of it knows the call.
  if (answer?.transfer) takeTransfer(answer.transfer);
  if (answer?.call) takeCall(answer.call);
  if (answer?.connect?.length) void phone.use(answer.connect);
}

const UNEXPECTED = 'Something went wrong in this page. Try again.';

/** The server's own sentence for what went wrong. After a lost race the state is learnt anew. */
function sentenceOf(error: unknown): string {
  const problem = error instanceof Problem ? error : null;
  if (problem?.status === 409 || problem?.status === 404)
    void feed.refresh().catch(() => undefined);
  return problem?.message ?? UNEXPECTED;
}

export interface Command<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>;
  pending: boolean;
  /** The server's sentence after the last try failed. */
  error: string | null;
}

/**
 * A command of the person: one at a time however often it is clicked. `run` says if it worked.
 * With `what` a failure is told in the corner; a dialog gives null and shows `error` itself.
 */
export function useCommand<A extends unknown[], T>(
  what: string | null,
  action: (...args: A) => Promise<T>,
): Command<A> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);
  const run = async (...args: A): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setPending(true);
    setError(null);
    try {
      const answer = await action(...args);
      if (typeof answer === 'object' && answer !== null) takeAnswer(answer as Brings);
      return true;
    } catch (failure) {
      const sentence = sentenceOf(failure);
      setError(sentence);
      if (what) tell('error', what, { text: sentence });
      return false;
    } finally {
      running.current = false;
      setPending(false);
    }
  };
  return { run, pending, error };
}
