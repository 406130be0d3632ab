import { useEffect, useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/api-problem';
import { call } from '../api/call';
import { confirmSession } from '../api/generated/sdk.gen';
import { Dialog } from '../parts/dialog';
import { t } from '../texts';
import { OneQuestion } from './one-question';
import { PasswordForm } from './password-form';

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
  const close = () => password.answer(false);
  return (
    <Dialog isOpen={isAsked} onClose={close} title={t.shell.confirm.title}>
      <p>{t.shell.confirm.why}</p>
      <PasswordForm
        send={(given) => call(confirmSession({ body: { password: given } }))}
        onDone={() => password.answer(true)}
        onLeave={close}
        leave={t.parts.cancel}
        submit={t.shell.confirm.confirm}
      />
    </Dialog>
  );
}
