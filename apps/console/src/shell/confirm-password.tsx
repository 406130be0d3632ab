import { useEffect, useState, useSyncExternalStore, type FormEvent } from 'react';
import { Form } from 'react-aria-components';
import { ApiProblem } from '../api/api-problem';
import { call } from '../api/call';
import { confirmSession } from '../api/generated/sdk.gen';
import { Button } from '../parts/button';
import { Dialog, DialogButtons } from '../parts/dialog';
import { TextField } from '../parts/field';
import { textOf } from '../parts/form-text';
import { sentenceOf } from '../parts/problem';
import { t } from '../texts';
import { OneQuestion } from './one-question';

const password = new OneQuestion();

/**
 * Does something, and where the API wants the password again first, asks for it and does it once more.
 * @throws ApiProblem also where the password is not given
 */
export async function confirmed<Done>(act: () => Promise<Done>): Promise<Done> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'confirmation-needed') throw error;
    if (!(await password.isGiven())) throw error;
    return await act();
  }
}

/** Asks for the password before a dangerous act, because it was given more than some minutes ago. */
export function ConfirmPassword() {
  const isAsked = useSyncExternalStore(password.subscribe, () => password.isAsked);
  useEffect(() => () => password.answer(false), []); // nobody can give it any more
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const close = () => {
    setProblem(undefined);
    password.answer(false);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = textOf(new FormData(event.currentTarget), 'password');
    setPending(true);
    try {
      await call(confirmSession({ body: { password: given } }));
      setProblem(undefined);
      password.answer(true);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setPending(false);
    }
  };
  return (
    <Dialog isOpen={isAsked} onClose={close} title={t.shell.confirm.title}>
      <p>{t.shell.confirm.why}</p>
      <Form onSubmit={(event) => void submit(event)}>
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
          <Button onPress={close}>{t.parts.cancel}</Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {t.shell.confirm.confirm}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
