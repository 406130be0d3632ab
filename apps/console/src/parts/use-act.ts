import { useState } from 'react';
import { ApiProblem } from '../api/api-problem';
import { newRetryKey } from '../api/retry-key';
import { confirmed } from '../shell/confirm-password';

interface Act {
  readonly isPending: boolean;
  readonly error: unknown;
  /** Does it; after an outcome that is not known once more as the same attempt. */
  readonly run: () => void;
  /** Forgets the failure, and that it was tried. */
  readonly reset: () => void;
}

/**
 * Something that a person does once. Unlike a mutation it keeps nothing of the answer, which may have a secret in it.
 * @param send gets a key that stays the same until it is known what came of it, and the time of that key: what is sent again must be the
 * same to the letter
 * @param done gets the answer
 */
export function useAct<Answer>(
  send: (retryKey: string, at: number) => Promise<Answer>,
  done: (answer: Answer) => void,
): Act {
  // Kept only while it is not known what came of it: a key is refused when it is old.
  const [kept, keep] = useState<Attempt>();
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const attempt = async () => {
    setPending(true);
    setError(undefined);
    const current = kept ?? newAttempt();
    try {
      const answer = await confirmed(() => send(current.key, current.at));
      keep(undefined);
      done(answer);
    } catch (failure) {
      const isSame = failure instanceof ApiProblem && failure.isOutcomeUnknown;
      keep(isSame ? current : undefined);
      setError(isGivenUp(failure) ? undefined : failure);
    } finally {
      setPending(false);
    }
  };
  return {
    isPending,
    error,
    run: () => void attempt(),
    reset: () => {
      setError(undefined);
      keep(undefined);
    },
  };
}

interface Attempt {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function newAttempt(): Attempt {
  const at = Date.now();
  return { key: newRetryKey(at), at };
}

/** Who does not give the password has thought better of it. */
const isGivenUp = (failure: unknown) => failure instanceof ApiProblem && failure.code === 'confirmation-needed';
