import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components';
import { Button } from '../parts/button';
import { DialogButtons } from '../parts/dialog';
import { TextField } from '../parts/text-field';
import { textOf } from '../parts/form-text';
import { sentenceOf } from '../parts/problem';
import { t } from '../texts';

interface PasswordFormProps {
  /** Gives the password to the API; throws ApiProblem, whose sentence stands below the field. */
  readonly send: (password: string) => Promise<unknown>;
  readonly onDone: () => void;
  readonly onLeave: () => void;
  readonly leave: string;
  readonly submit: string;
}

/** Asks who is known already for their password. */
export function PasswordForm({ send, onDone, onLeave, leave, submit }: PasswordFormProps) {
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const give = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(new FormData(event.currentTarget), 'password');
    setPending(true);
    try {
      await send(password);
      setProblem(undefined);
      onDone();
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Form onSubmit={(event) => void give(event)}>
      <TextField
        name="password"
        type="password"
        label={t.signIn.password}
        autoComplete="current-password"
        autoFocus
        isRequired
        problem={problem}
      />
      <DialogButtons>
        <Button onPress={onLeave}>{leave}</Button>
        <Button type="submit" kind="primary" isPending={isPending}>
          {submit}
        </Button>
      </DialogButtons>
    </Form>
  );
}
