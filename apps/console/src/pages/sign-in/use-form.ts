import { useState, type FormEvent } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { textOf } from '../../parts/form-text';

interface FormState {
  readonly isPending: boolean;
  readonly error: unknown;
  /** What the API says is wrong with a part of the body, by its JSON pointer. */
  readonly problemAt: (pointer: string) => string | undefined;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * A form whose values are checked by the API.
 * @param send gets a field's text by its name; throws ApiProblem
 */
export function useForm(send: (field: (name: string) => string) => Promise<void>): FormState {
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const places = error instanceof ApiProblem ? error.problems : [];
  return {
    isPending,
    error: places.length > 0 ? undefined : error,
    problemAt: (pointer) => places.find(({ at }) => at === pointer)?.problem,
    onSubmit: (event) => {
      event.preventDefault();
      const values = new FormData(event.currentTarget);
      setPending(true);
      setError(undefined);
      send((name) => textOf(values, name))
        .catch(setError)
        .finally(() => setPending(false));
    },
  };
}
